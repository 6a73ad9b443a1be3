/** What must be undone when spc ends: journaled before it is done, and undone by a guard process should spc not live to. */
import type { ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { identify } from '../builtin/pids.ts';
import { guardDirectory } from '../guard/directory.ts';
import type { Entry } from '../guard/entry.ts';
import { Journal } from '../guard/journal.ts';
import { undoLeftovers } from '../guard/leftovers.ts';
import { startWatcher } from '../guard/watcher.ts';
import { checkTrusted } from '../safe-file.ts';
import { engineVariables } from '../toolbox/environment.ts';
import type { Guard, Undo } from './types.ts';

/** A guard for this process. Nothing is started or written before there is something to be undone. */
export function openGuard(): Guard {
  const keeper = new Keeper();
  return {
    process: async (pid) => await keeper.keep({ kind: 'process', pid, startTime: startTimeOf(pid) }),
    waiting: async (pid) => await keeper.keep({ kind: 'process', pid, startTime: startTimeOf(pid) }, async () => false),
    marked: async (mark) => await keeper.keep({ kind: 'marked', mark }, async () => false),
    container: async (engine, program, name) =>
      await keeper.keep({ kind: 'container', engine, program, name, env: engineVariables() }),
    file: async (path) => {
      checkTrusted(dirname(path), { belowSticky: true });
      return await keeper.keep({ kind: 'file', path });
    },
    affinity: async ({ pid, startTime }, cpus) => await keeper.keep({ kind: 'affinity', pid, startTime, cpus }),
    pinned: async (task, cpu, cpus) => await keeper.keep({ kind: 'pinned', ...task, cpu, cpus }),
    mount: async (path) => await keeper.keep({ kind: 'mount', path }),
    leftovers: async () => await undoLeftovers(keeper.directory),
    close: async () => await keeper.close(),
  };
}

function startTimeOf(pid: number): number {
  return Number(identify(pid)?.startTime ?? 0);
}

async function perform(entry: Entry): Promise<boolean> {
  const { undo } = await import('../guard/undo.ts');
  return await undo(entry);
}

/** The journal, and the process that watches over it. */
class Keeper {
  #directory: string | undefined;
  #journal: Journal | undefined;
  #watcher: ChildProcess | undefined;
  /** How many may still be started: where none stays, none is of use. */
  #watchers = 5;

  get directory(): string {
    this.#directory ??= guardDirectory();
    return this.#directory;
  }

  /**
   * Writes it down, before anything is awaited; whoever called does it then. Throws `system` when it cannot be written: then
   * it must not be done.
   */
  async keep(entry: Entry, undo = perform): Promise<Undo> {
    const id = this.#write(entry);
    let undoing: Promise<void> | undefined;
    return () => {
      undoing ??= undo(entry).then(() => this.#journal?.undone(id));
      return undoing;
    };
  }

  #write(entry: Entry): number {
    this.#journal ??= new Journal(this.directory);
    try {
      const id = this.#journal.add(entry);
      this.#watch();
      return id;
    } catch (cause) {
      const why = (cause as Error).message;
      throw new SpcError('system', 'cannot note what must be undone', why, `free some space for ${this.directory}`, {
        cause,
      });
    }
  }

  /** Starts the guard; another, should it have been ended. */
  #watch(): void {
    if (this.#watcher || !this.#journal) return;
    this.#watcher = startWatcher(this.#journal.path);
    this.#watcher.on('exit', () => {
      this.#watcher = undefined;
      if ((this.#journal?.open.length ?? 0) > 0 && --this.#watchers > 0) this.#watch();
    });
  }

  /** Undoes what nobody has yet; what fails is left to the guard, and to the next start of spc. */
  async close(): Promise<void> {
    const open = this.#journal?.open ?? [];
    if (open.length > 0) {
      const { undoAll } = await import('../guard/undo.ts');
      const { failed } = await undoAll(open.map(([, entry]) => entry));
      const left = new Set(failed.map(({ entry }) => entry));
      for (const [id, entry] of open) if (!left.has(entry)) this.#journal?.undone(id);
    }
    this.#watcher?.removeAllListeners('exit');
    this.#watcher?.stdin?.end();
    this.#watcher = undefined;
  }
}
