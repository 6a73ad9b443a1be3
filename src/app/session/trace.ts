/** `spc strace`, `tcpdump`, `stap`, `bpftrace`, `perf` and `record`: one or more tracers on a target, until something ends it. */

import { SpcError } from '../../core/errors.ts';
import type { TraceEvent, TracerName } from '../../core/events.ts';
import type { Shown } from '../../core/session/show.ts';
import type { Target } from '../../core/target.ts';
import type { UseCase } from '../../core/types.ts';
import type { ManifestFacts, Recorder } from '../../io/recorder/types.ts';
import { withAdvice } from '../doctor.ts';
import { notRunning } from '../follow.ts';
import type { System } from '../system.ts';
import { type FoundTarget, resolveTarget } from '../targets.ts';
import { describe } from './describe.ts';
import { liveHeader, manifestFacts } from './facts.ts';
import type { SessionIo } from './io.ts';
import { withLeftovers } from './leftovers.ts';
import { openRecord } from './opening.ts';
import { type Ended, untilOver } from './over.ts';
import { type Planned, Session } from './session.ts';
import { summary } from './tally.ts';
import { needsAddresses, tend } from './tend.ts';

export interface TraceRequest {
  target: string;
  tracers: readonly Planned[];
  /** Nanoseconds; undefined: until something else ends it. */
  duration?: number | undefined;
  /** Opens the session directory; undefined: nothing is recorded. */
  record?: ((target: Target) => Promise<Recorder>) | undefined;
  /** Eyes look on, which need not see every event that is recorded. */
  watched?: boolean;
  /** Which events are shown; undefined: all. */
  shown?: Shown | undefined;
  /** Is given what ends one tracer of several, when the session has begun. */
  control?: ((stop: StopTracer) => void) | undefined;
  /** Lines of the stream that could not be written until now. */
  unwritten?: () => number;
}

/** Ends the tracers of a name; `graceMs` as for RunningTool.stop. Resolves when they have ended. */
export type StopTracer = (tracer: TracerName, graceMs?: number) => Promise<void>;

/** Packets do not wait for a slow reader, they are lost: rather on the screen than in the record. */
const spares = (tracers: readonly Planned[]) => tracers.some(({ tracer }) => tracer === 'tcpdump');

/**
 * Streams events until the tracers, the target or the time end, or spc is asked to. One tracer of several that cannot
 * start is told and left out; when none can, its error is thrown. Exit status 0, or the tool's when it ended of its own
 * accord with another; 71 when the disk is full. Closes the guard, whatever happens.
 */
export async function* trace(system: System, io: SessionIo, request: TraceRequest): UseCase {
  try {
    return yield* withLeftovers(io.guard, traceTarget(system, io, request));
  } finally {
    await io.guard.close();
  }
}

async function* traceTarget(system: System, io: SessionIo, request: TraceRequest): UseCase {
  const found = traceable(request.target, system);
  const { table: _, discovery: __, binds: ___, ...target } = found;
  const recorder = await openRecord(request, target, io);
  const session = new Session(io, target, {
    recorder,
    skips: recorder !== undefined && (Boolean(request.watched) || spares(request.tracers)),
    shown: request.shown,
  });
  const tended = tend(session, io, request.tracers, () => recorder?.update(facts(null)));
  const facts = (end: ManifestFacts['end']) => manifestFacts(session, io, tended.readings, end);
  let end: Ended = { reason: 'failed', status: 1, message: 'no tracer could be started' };
  const finish = async () => {
    tended.stop();
    session.queue.close();
    try {
      await session.stop();
    } finally {
      const wasNothing = session.started.length === 0 && (await recorder?.discard());
      if (!wasNothing) await recorder?.close(() => facts({ at: io.now(), reason: end.reason, message: end.message }));
    }
  };
  try {
    yield { kind: 'progress', text: `attaching to ${target.title}` };
    const described = recorder && describe(system, found, recorder);
    if (needsAddresses(request.tracers)) await session.learnAddresses(found);
    await startAll(session, request.tracers, io);
    recorder?.update(facts(null));
    for (const text of costs(session)) yield { kind: 'note', text };
    const attachedAt = io.now();
    let overAt = attachedAt;
    request.control?.((tracer, graceMs) => session.stopOne(tracer, graceMs));
    yield { kind: 'session', header: liveHeader(session, io, recorder) };
    const over = untilOver(session, io, request.duration, recorder).then(async (why) => {
      end = why;
      overAt = io.now();
      session.overBy = why.reason;
      tended.readClocks();
      await stopped(session, io);
    });
    yield* events(session, over);
    await described;
    await finish();
    yield {
      kind: 'note',
      isSummary: true,
      text: summary(session.tally, overAt - attachedAt, end.reason, request.unwritten?.()),
    };
    yield* results(session, end, recorder);
    return end.status;
  } finally {
    await finish();
  }
}

/** What a user should know at the end, beside what was seen. */
function* results({ started }: Session, end: Ended, recorder: Recorder | undefined) {
  if (end.message !== '') yield { kind: 'warning', text: end.message } as const;
  if (!recorder || started.length === 0) return;
  if (recorder.dropped > 0)
    yield {
      kind: 'warning',
      text: `the oldest ${recorder.dropped} bytes of the record made way for newer ones`,
    } as const;
  yield { kind: 'note', text: `recorded in ${recorder.directory}` } as const;
}

function traceable(text: string, system: System): FoundTarget {
  const target = resolveTarget(text, system);
  if (target.pid === 0 && !target.bound) throw notRunning(target);
  return target;
}

/** What takes long to prepare first; strace last: what it holds up is not to wait for others. */
const START_ORDER: readonly TracerName[] = ['stap', 'bpftrace', 'perf', 'log', 'tcpdump', 'strace'];

/** Those that cannot start are told; when none can, the first one's error is thrown. What the user breaks off is no failure. */
async function startAll(session: Session, tracers: readonly Planned[], io: SessionIo): Promise<void> {
  const failures: unknown[] = [];
  const turn = ({ tracer }: Planned) => START_ORDER.indexOf(tracer);
  for (const planned of tracers.toSorted((a, b) => turn(a) - turn(b))) {
    try {
      await session.start(planned);
    } catch (cause) {
      if (!(cause instanceof SpcError)) throw cause;
      if (session.ending.aborted) {
        session.tellEnd(planned.tracer, 'stopped', 0);
        break;
      }
      const error = await withAdvice(cause, planned.tracer, io.advise);
      failures.push(error);
      tellFailure(session, planned.tracer, error);
    }
    if (session.ending.aborted) break;
  }
  if (session.started.length === 0 && !session.ending.aborted) throw failures[0];
  session.started.sort((a, b) => tracers.indexOf(a.planned) - tracers.indexOf(b.planned));
}

function tellFailure(session: Session, tracer: TracerName, error: SpcError): void {
  const text = [error.message, error.why, error.hint].filter(Boolean).join('; ');
  session.tell({ kind: 'note', tracer, level: 'error', text });
  session.tellEnd(tracer, 'failed', error.exitStatus);
}

function costs({ started }: Session): string[] {
  return started.flatMap(({ running: { info } }) => (info.cost === '' ? [] : [`${info.tracer}: ${info.cost}`]));
}

/** Resolves when all have stopped. Whoever asks again is in a hurry: the rest is not shown, and the tools get no time. */
async function stopped(session: Session, { hurry }: SessionIo): Promise<void> {
  const hasten = () => {
    session.queue.close();
    session.stop(0).catch(() => {}); // whoever waits below is told
  };
  hurry.addEventListener('abort', hasten, { once: true });
  if (hurry.aborted) hasten();
  await session.stop();
  hurry.removeEventListener('abort', hasten);
}

/** Passes on what comes, until it is over and nothing is left. */
async function* events(
  session: Session,
  over: Promise<void>,
): AsyncGenerator<{ kind: 'events'; events: readonly TraceEvent[] }> {
  let done = false;
  const finished = over.finally(() => {
    done = true;
    session.queue.wake();
  });
  finished.catch(() => {}); // thrown below
  for (;;) {
    const last = done;
    const batch = session.queue.take();
    if (batch.length > 0) yield { kind: 'events', events: batch };
    else if (last) break;
    else if (!done) await session.queue.ready;
  }
  await finished;
}
