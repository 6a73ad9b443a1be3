/** `spc replay`: a recorded session's raw output parsed again, in the order it came. */
import type { TraceEvent, TracerName } from '../../core/events.ts';
import type { Shown } from '../../core/session/show.ts';
import type { Manifest } from '../../core/session/types.ts';
import type { UseCase } from '../../core/types.ts';
import type { RecordedItem, Recording } from '../../io/recorder/types.ts';
import { replayHeader } from './facts.ts';
import { Horizon } from './horizon.ts';
import { Player } from './player.ts';
import { summary, Tally } from './tally.ts';

export interface ReplayRequest {
  /** Times real time; undefined: as fast as it goes. */
  speed?: number | undefined;
  /** Only events of these; empty: all. */
  tracers: readonly TracerName[];
  /** Only events from then on, and before then; nanoseconds since the session began. */
  since?: number | undefined;
  until?: number | undefined;
  /** Only these; undefined: all. */
  shown?: Shown | undefined;
  /** Lines of the stream that could not be written until now. */
  unwritten?: () => number;
}

export interface ReplayIo {
  /** Milliseconds, by a clock that nobody sets. */
  now(): number;
  /** Waits so many milliseconds, or until `ending`. */
  pause(ms: number): Promise<unknown>;
  /** Lets signals and timers have their turn. */
  turn(): Promise<unknown>;
  /** Aborted when the user asks spc to end. */
  ending: AbortSignal;
}

/** Events are passed on in batches of this size. */
const BATCH = 2000;
/** So many bytes of the record are read at a time. */
const BYTES_AT_ONCE = 1024 * 1024;

/** Streams the events of a recording. Closes it. Exit status 0, also for one that was cut off or is damaged: what is lost is told. */
export async function* replay(recording: Recording, io: ReplayIo, request: ReplayRequest): UseCase {
  const { manifest } = recording;
  const tally = new Tally();
  const player = new Player(manifest.clock);
  try {
    yield { kind: 'session', header: replayHeader(recording) };
    for await (const events of batches(recording, player, io, request)) {
      tally.add(events);
      if (events.length > 0) yield { kind: 'events', events };
    }
    yield {
      kind: 'note',
      isSummary: true,
      text: summary(tally, player.at, manifest.end?.reason, request.unwritten?.()),
    };
    if (player.isPartial) yield { kind: 'warning', text: 'not all that was recorded is in this replay' };
    yield* ending(manifest);
    return 0;
  } finally {
    recording.close();
  }
}

function* ending({ end, losses }: Manifest) {
  if (!end)
    yield { kind: 'warning', text: 'the recording has no end: it was cut off, or is still being made' } as const;
  else if (end.message !== '') yield { kind: 'warning', text: `when it was recorded: ${end.message}` } as const;
  for (const { tracer, count, what } of losses)
    yield { kind: 'warning', text: `${tracer}: lost ${count ?? 'some'} ${what}` } as const;
}

async function* batches(
  recording: Recording,
  player: Player,
  io: ReplayIo,
  request: ReplayRequest,
): AsyncGenerator<TraceEvent[]> {
  const early = waiter(io, request);
  const horizon = request.until === undefined ? undefined : new Horizon(request.until);
  let batch: TraceEvent[] = [];
  let read = 0;
  for (const item of recording.items()) {
    const wait = 'at' in item ? early(item.at) : 0;
    if (wait > 0) {
      yield batch;
      batch = [];
      await io.pause(wait);
    }
    if (io.ending.aborted) break;
    const events = player.take(item);
    for (const event of events) if (isOfRecord(item, event, request) || isWanted(event, request)) batch.push(event);
    if (horizon?.isPassed(item, events)) break;
    read += item.kind === 'bytes' ? item.bytes.length : 1;
    if (read >= BYTES_AT_ONCE) {
      await io.turn();
      read = 0;
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield [...batch, ...player.end().filter((event) => isWanted(event, request))];
}

/** A timer is hardly more exact, and thousands of such pauses would add up. */
const LEAST_PAUSE_MS = 2;

/** How many milliseconds too early it is for what came then; 0: it is time. Nobody waits for what is not shown. */
function waiter({ now }: ReplayIo, { speed, since = 0, until = Infinity }: ReplayRequest): (at: number) => number {
  if (speed === undefined) return () => 0;
  const begun = now();
  return (at) => {
    const due = begun + (Math.min(at, until) - since) / 1e6 / speed;
    const wait = due - now();
    return wait >= LEAST_PAUSE_MS ? wait : 0;
  };
}

/** What could not be read of the record may be of any time. */
function isOfRecord({ kind }: RecordedItem, { tracer }: TraceEvent, { tracers }: ReplayRequest): boolean {
  if (kind === 'unreadable' || kind === 'unknown') return true;
  return kind === 'missing' && isNamed(tracer, tracers);
}

function isWanted(event: TraceEvent, { tracers, since, until, shown }: ReplayRequest): boolean {
  const { tracer, at } = event;
  const inTime = (since === undefined || at >= since) && (until === undefined || at < until);
  return isNamed(tracer, tracers) && inTime && (shown === undefined || shown(event));
}

const isNamed = (tracer: TracerName, tracers: readonly TracerName[]) =>
  tracers.length === 0 || tracers.includes(tracer);
