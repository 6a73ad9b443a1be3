/** `spc strace`, `tcpdump`, `stap`, `bpftrace`, `perf` and `record`: one or more tracers on a target, until something ends it. */

import { SpcError } from '../../core/errors.ts';
import { type EndReason, EVENT_SCHEMA, type TraceEvent } from '../../core/events.ts';
import type { SessionHeader, TracedTarget } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { UseCase } from '../../core/types.ts';
import { notRunning } from '../follow.ts';
import type { System } from '../system.ts';
import { resolveTarget } from '../targets.ts';
import type { SessionIo } from './io.ts';
import type { ManifestFacts, Recorder } from './recorder.ts';
import { type Planned, Session } from './session.ts';
import { summary } from './tally.ts';

export interface TraceRequest {
  target: string;
  tracers: readonly Planned[];
  /** Nanoseconds; undefined: until something else ends it. */
  duration?: number | undefined;
  /** Opens the session directory; undefined: nothing is recorded. */
  record?: ((target: Target) => Promise<Recorder>) | undefined;
}

/** How often it is looked whether the target still runs. */
const LOOK_MS = 250;

/**
 * Streams events until the tracers, the target or the time end, or spc is asked to. One tracer of several that cannot
 * start is told and left out; when none can, its error is thrown. Exit status 0, or the tool's when it ended of its own
 * accord with another.
 */
export async function* trace(system: System, io: SessionIo, request: TraceRequest): UseCase {
  const target = traceable(request.target, system);
  const recorder = await request.record?.(target);
  const session = new Session(io, target, recorder);
  const facts = manifestFacts(session, io);
  let end: Ended = { reason: 'failed', status: 1, message: 'no tracer could be started' };
  try {
    yield { kind: 'progress', text: `attaching to ${target.title}` };
    await session.learnAddresses();
    await startAll(session, request.tracers);
    recorder?.update(facts(null));
    yield { kind: 'session', header: header(session, io, recorder) };
    const over = untilOver(session, io, request, recorder).then(async (why) => {
      end = why;
      await session.stop();
    });
    yield* events(session, over);
    yield { kind: 'note', text: summary(session.tally, io.now(), end.reason) };
    if (end.message !== '') yield { kind: 'warning', text: end.message };
    if (recorder) yield { kind: 'note', text: `recorded in ${recorder.directory}` };
    return end.status;
  } finally {
    await session.stop();
    await recorder?.close(facts({ at: io.now(), reason: end.reason, message: end.message }));
    await io.guard.close();
  }
}

function traceable(text: string, system: System): Target {
  const { table: _, discovery: __, binds: ___, ...target } = resolveTarget(text, system);
  if (target.pid === 0 && !target.bound) throw notRunning(target);
  return target;
}

/** Those that cannot start are told; when none can, the first one's error is thrown. */
async function startAll(session: Session, tracers: readonly Planned[]): Promise<void> {
  const failures: unknown[] = [];
  for (const planned of tracers) {
    try {
      await session.start(planned);
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      failures.push(error);
      const { tracer } = planned;
      const text = [error.message, error.why, error.hint].filter(Boolean).join('; ');
      session.tell({ kind: 'note', tracer, level: 'error', text });
      session.tellEnd(tracer, 'failed', error.exitStatus);
    }
  }
  if (session.started.length === 0) throw failures[0];
}

interface Ended {
  reason: EndReason;
  status: number;
  /** For the user, when it is not what was asked for; may be empty. */
  message: string;
}

/** Resolves when the session is over: by whatever comes first. */
async function untilOver(
  session: Session,
  io: SessionIo,
  { duration }: TraceRequest,
  recorder: Recorder | undefined,
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const stop = () => resolve({ reason: 'stopped', status: 0, message: '' });
  io.ending.addEventListener('abort', stop);
  if (io.ending.aborted) stop();
  void recorder?.full.then((message) => resolve({ reason: 'full', status: 1, message }));
  void Promise.all(session.started.map(({ running }) => running.ended)).then((ends) => {
    const { reason, status } = ends.find(({ status }) => status !== 0) ?? ends[0] ?? { reason: 'tool', status: 0 };
    resolve({ reason, status, message: '' });
  });
  const look = setInterval(() => {
    if (session.pidsOf().length === 0 && session.target.pid > 0)
      resolve({ reason: 'target-ended', status: 0, message: '' });
  }, LOOK_MS);
  const timer = duration === undefined ? undefined : setTimeout(timeOver, duration / 1e6);
  function timeOver() {
    resolve({ reason: 'duration', status: 0, message: '' });
  }
  return await promise.finally(() => {
    clearInterval(look);
    clearTimeout(timer);
    io.ending.removeEventListener('abort', stop);
  });
}

/** Passes on what comes, until it is over and nothing is left. */
async function* events(
  session: Session,
  over: Promise<void>,
): AsyncGenerator<{ kind: 'events'; events: readonly TraceEvent[] }> {
  let done = false;
  const finished = over.finally(() => {
    done = true;
  });
  for (;;) {
    const last = done;
    const batch = session.queue.take();
    if (batch.length > 0) yield { kind: 'events', events: batch };
    else if (last) break;
    else await Promise.race([session.queue.ready, finished]);
  }
  await finished;
}

export function tracedTarget({ text, title, pid, startTime, container }: Target): TracedTarget {
  if (!container) return { text, title, pid, startTime, container: null };
  const { id, name, engine, image, imageId } = container;
  return { text, title, pid, startTime, container: { id, name, engine, image, imageId } };
}

function header(session: Session, { clock, host }: SessionIo, recorder: Recorder | undefined): SessionHeader {
  return {
    kind: 'session',
    schema: EVENT_SCHEMA,
    target: tracedTarget(session.target),
    began: clock.began,
    kernel: host.kernel,
    hostname: host.hostname,
    tracers: session.started.map(({ running }) => running.info),
    directory: recorder?.directory ?? null,
    replay: false,
  };
}

/** The manifest at any moment of a session. */
function manifestFacts(session: Session, io: SessionIo): (end: ManifestFacts['end']) => ManifestFacts {
  const readings = [io.readClocks()];
  return (end) => {
    if (end) readings.push(io.readClocks());
    return {
      target: tracedTarget(session.target),
      ...io.host,
      clock: { ...io.clock, readings },
      tracers: session.started.map(({ running }) => running.info),
      counts: session.tally.counts,
      losses: session.tally.losses,
      addresses: Object.fromEntries(session.addresses),
      end,
    };
  };
}
