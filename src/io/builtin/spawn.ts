/** Starting the helper: in the right pid namespace, from an executable the container cannot overwrite. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { NamespaceSource } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import { throwReported } from '../helper-failure.ts';
import { startedWith } from '../open-files.ts';
import { helperProgram } from '../package-root.ts';
import { exitStatus } from '../process.ts';
import { type HelperPlan, PLAN_FD, REPORT_FD } from './helper-plan.ts';

/** What a command of the builtin engine gets as its standard input, output and error. */
export type Streams = ['inherit' | 'ignore' | 'pipe', 'inherit' | 'pipe' | number, 'inherit' | 'pipe' | number];

export interface HelperOptions {
  pid: NamespaceSource;
  /** The container may be hostile: keep this program's file out of its reach. */
  sealed: boolean;
  /** A session of its own, to outlive spc. */
  detached: boolean;
  streams: Streams;
}

export interface Helper {
  /** Its pid is the command's, on the host. */
  child: ChildProcess;
  /** Resolves once the command has taken the helper's place; rejects with why it could not. */
  started: Promise<void>;
  /** The command's exit status; rejects like `started`. */
  ended: Promise<number>;
}

/** Starts the helper with its plan. Throws what pid namespaces and mounts can: `no-root`, `no-capability`, `system`. */
export async function spawnHelper(plan: HelperPlan, options: HelperOptions): Promise<Helper> {
  const child = await spawnPlaced(options);
  const ended = once(child);
  const input = child.stdio[PLAN_FD] as NodeJS.WritableStream;
  input.on('error', () => {}); // it died: its exit status tells
  input.end(JSON.stringify(plan));
  const started = text(child.stdio[REPORT_FD] as NodeJS.ReadableStream).then(throwReported);
  const whole = Promise.all([ended, started]).then(([status]) => status);
  whole.catch(() => {}); // whoever awaits only `started` has the same error from there
  return { child, started, ended: whole };
}

async function spawnPlaced({ pid, sealed, detached, streams }: HelperOptions): Promise<ChildProcess> {
  const stdio: StdioOptions = [...streams, 'pipe', 'pipe'];
  const start = (file: string) => spawn(file, ['--no-warnings', HELPER], { env: {}, stdio, detached, cwd: '/' });
  if (pid === 'host' && !sealed) return start(process.execPath);
  const { openSealed, inPidNamespace } = await import('./placed.ts');
  const fd = sealed ? openSealed(process.execPath) : openSync(process.execPath, 'r');
  try {
    return inPidNamespace(pid, () => start(`/proc/self/fd/${fd}`));
  } finally {
    closeSync(fd);
  }
}

/** Beside this file: a .ts when run from the source, a .js when built. */
const HELPER = helperProgram('builtin-main');

function once(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', (error) => reject(new SpcError('system', 'cannot start the builtin engine', error.message, '')));
  child.on('exit', (code, signal) => resolve(exitStatus(code, signal)));
  promise.catch(() => {});
  return promise;
}

/**
 * The soft limit of open files that spc was started with; Node raised spc's own. bin/spc hands it over; without it, that
 * of the parent.
 */
export function callersOpenFiles(): number | undefined {
  const given = startedWith();
  if (given !== undefined) return /^\d+$/.test(given) ? Number(given) : undefined;
  try {
    const limits = readFileSync(`/proc/${process.ppid}/limits`, 'latin1');
    const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
