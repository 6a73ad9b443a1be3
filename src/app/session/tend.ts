/** What a session does now and then while it runs. */
import { durationText } from '../../core/duration.ts';
import type { ClockReading } from '../../core/session/types.ts';
import type { SessionIo } from './io.ts';
import type { Planned, Session } from './session.ts';

const MANIFEST_MS = 2000;
const ADDRESSES_MS = 5000;
const CLOCKS_MS = 10_000;
/** Kept in the manifest beside the first: a day of them would be 8,640. */
const MAX_READINGS = 1000;

export interface Tended {
  /** The clocks as they were read; grows. */
  readings: ClockReading[];
  /** Reads them once more. */
  readClocks(): void;
  stop(): void;
}

/** Whether any of them shows names in place of addresses: reading those looks through all processes. */
export const needsAddresses = (tracers: readonly Planned[]): boolean =>
  tracers.some(({ tracer }) => tracer === 'tcpdump');

/** Keeps the manifest, the addresses and the clocks' readings up to date. `update` writes the manifest. */
export function tend(session: Session, io: SessionIo, tracers: readonly Planned[], update: () => void): Tended {
  const readings = [io.readClocks()];
  const readClocks = () => {
    const reading = io.readClocks();
    tellStep(session, readings.at(-1), reading);
    if (readings.length > MAX_READINGS) readings.splice(1, 1);
    readings.push(reading);
  };
  const timers = [
    setInterval(update, MANIFEST_MS),
    setInterval(readClocks, CLOCKS_MS),
    ...(needsAddresses(tracers)
      ? [setInterval(() => void session.learnAddresses().catch(() => {}), ADDRESSES_MS)]
      : []),
  ];
  return { readings, readClocks, stop: () => timers.forEach(clearInterval) };
}

/** NTP may make the wall clock slower or faster by so much (adjtimex(2): 500 ppm); what is more is a step. */
const SLEW = 0.0005;
const LEAST_STEP_NS = 1e6;

/** Says when the wall clock was set: times before and after it do not lie on one line. */
function tellStep(session: Session, before: ClockReading | undefined, now: ClockReading): void {
  if (!before) return;
  const step = clockStep(before, now);
  if (step === 0) return;
  const text = `the wall clock was set ${step > 0 ? 'forward' : 'back'} by ${durationText(Math.abs(step))}: what happened before cannot be compared by time with what comes`;
  session.tell({ kind: 'note', tracer: 'spc', level: 'warning', text });
}

/** By how many nanoseconds the wall clock was set between two readings; 0: it was not. */
export function clockStep(before: ClockReading, now: ClockReading): number {
  const step = now.monotonicOffset - before.monotonicOffset;
  const elapsed = Math.abs(now.at - before.at - step);
  const allowed = LEAST_STEP_NS + elapsed * SLEW + now.uncertainty + before.uncertainty;
  return Math.abs(step) > allowed ? step : 0;
}
