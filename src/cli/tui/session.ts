/** The one session that a process behind the terminal UI runs: opened, looked at, searched, ended. */
import { findRow } from '../../app/view/find.ts';
import { Pacer } from '../../app/view/pacer.ts';
import { saveRows } from '../../app/view/save.ts';
import { seekRows } from '../../app/view/seek.ts';
import { SessionView } from '../../app/view/view.ts';
import { SpcError } from '../../core/errors.ts';
import type { TracerName } from '../../core/events.ts';
import { sanitize } from '../../core/sanitize.ts';
import type { SessionHeader } from '../../core/session/types.ts';
import type { UseCase } from '../../core/types.ts';
import type { Found, Look, Saved, SaveRequest, Seek, Snapshot, Sought, Tops } from '../../core/wire/session.ts';
import { newTextFile } from '../../io/new-text-file.ts';
import { openSpool } from '../../io/spool/spool.ts';
import { MAX_SIZE } from '../recording.ts';
import { replayMessages } from '../replay.ts';
import { sessionIo, traceMessages } from '../tracing.ts';
import { onClose } from './closing.ts';
import { type Runs, runCommand } from './command.ts';
import type { Push } from './methods.ts';
import { SessionRun } from './run-session.ts';
import { viewIo } from './view-io.ts';

interface Opened {
  run: SessionRun;
  view: SessionView;
}

let isOpen = false;
let opened: Opened | undefined;
let searching = new AbortController();

/** Begins a session. Throws `usage`, and whatever a tracer or the record fails with; then another may be opened. */
export async function open({ argv }: { argv: string[] }, push: Push): Promise<{ header: SessionHeader }> {
  if (isOpen) throw new SpcError('usage', 'a session is open already');
  isOpen = true;
  try {
    return { header: await openBy(argv, push) };
  } catch (error) {
    isOpen = false;
    throw error;
  }
}

async function openBy(argv: readonly string[], push: Push): Promise<SessionHeader> {
  let header: SessionHeader | undefined;
  const runs: Runs = {
    trace: async (target, tracers, options, shown) => {
      const names = tracers.map(({ tracer }) => tracer);
      header = await begin(push, { names, limit: options.maxSize, debug: options.debug }, (run) => {
        const io = sessionIo(run.ending, run.hurry, options);
        return traceMessages(io, options, { target, tracers, shown, watched: false, control: run.control });
      });
    },
    replay: async (name, options) => {
      const how = { names: options.tracers, limit: undefined, debug: options.debug };
      header = await begin(push, how, (run) => replayMessages(name, options, run.ending));
    },
  };
  await runCommand(argv, runs);
  if (!header) throw new SpcError('usage', `${argv.join(' ')} is no session`);
  return header;
}

interface Beginning {
  names: readonly TracerName[];
  /** Bytes of the record, and of the rows beside it. */
  limit: number | undefined;
  debug: boolean | undefined;
}

async function begin(
  push: Push,
  { names, limit = MAX_SIZE, debug = false }: Beginning,
  start: (run: SessionRun) => UseCase | Promise<UseCase>,
): Promise<SessionHeader> {
  const spool = openSpool({ limit });
  const io = viewIo(spool);
  const run = new SessionRun();
  // nothing is pushed before it has begun
  const changed = () => view.header && pacer.changed();
  const view: SessionView = new SessionView(io, { tracers: names, debug, changed });
  const pacer = new Pacer(io, {
    send: () => push({ push: 'session', value: view.snapshot() }),
    isMoving: () => view.isMoving,
  });
  opened = { run, view };
  onClose(async (hurry) => {
    pacer.stop();
    await run.close(hurry);
  });
  const progress = (text: string) => push({ push: 'progress', value: { text: sanitize(text) } });
  try {
    return await run.show(await start(run), view, spool, progress);
  } catch (error) {
    opened = undefined;
    pacer.stop();
    spool.close();
    throw error;
  }
}

/** Says what is in sight from now on. Throws `usage` when nothing is open, as the others do. */
export async function look(params: Look): Promise<Snapshot> {
  return requireOpened().view.look(params);
}

/** null: nothing was found, or another search was begun meanwhile. */
export async function find(params: Seek): Promise<Found | null> {
  const { view } = requireOpened();
  searching.abort();
  searching = new AbortController();
  return await findRow(view, params, searching.signal);
}

export async function seek(params: Sought): Promise<Tops> {
  return await seekRows(requireOpened().view, params);
}

/** Throws `usage` when the file is there, `system` when it cannot be written. */
export async function save(params: SaveRequest): Promise<Saved> {
  return await saveRows(requireOpened().view, params, newTextFile);
}

/** As ^C, of all tracers or of one. */
export async function stop({ pane }: { pane?: string }): Promise<Record<string, never>> {
  const { run, view } = requireOpened();
  if (pane === undefined) run.stop(view);
  else run.stopTracer(view.required(pane).pane.name);
  return {};
}

function requireOpened(): Opened {
  if (!opened) throw new SpcError('usage', 'no session is open');
  return opened;
}
