/** The clocks of the host, read together. */
import { beginning, since } from '../../core/session/clock.ts';
import type { ClockReading, SessionClock } from '../../core/session/types.ts';
import { type CLOCKS, readClock } from '../linux/clocks.ts';

/** A session's clock that begins now. */
export interface RunningClock {
  clock: SessionClock;
  /** Nanoseconds since the session began, by CLOCK_REALTIME: what strace and libpcap stamp with. It goes back when it is set back. */
  now(): number;
  read(): ClockReading;
}

/** Another thread may come between two readings: the tightest of so many counts. */
const TRIES = 10;

type Time = ReturnType<typeof readClock>;

/** `read`: the clocks; tests give their own. */
export function startClock(read: (clock: keyof typeof CLOCKS) => Time = readClock): RunningClock {
  const { seconds, nanoseconds } = read('realtime');
  const clock = { began: `${seconds}${String(nanoseconds).padStart(9, '0')}` };
  const begin = beginning(clock);
  const sinceBegin = (time: Time) => since(begin, time.seconds, time.nanoseconds);
  const readings = () => Array.from({ length: TRIES }, reading);
  const reading = (): ClockReading => {
    // CLOCK_MONOTONIC before and after the others: they were read in between
    const before = read('monotonic');
    const real = read('realtime');
    const boot = read('boottime');
    const uncertainty = difference(read('monotonic'), before) / 2;
    return {
      at: sinceBegin(real),
      monotonicOffset: difference(real, before) - uncertainty,
      boottimeOffset: difference(real, boot),
      uncertainty,
    };
  };
  return {
    clock,
    now: () => sinceBegin(read('realtime')),
    read: () => readings().reduce((best, each) => (each.uncertainty < best.uncertainty ? each : best)),
  };
}

/** Nanoseconds; exact below 104 days, to 256 ns below 73 years. */
function difference(a: Time, b: Time): number {
  return (a.seconds - b.seconds) * 1e9 + (a.nanoseconds - b.nanoseconds);
}
