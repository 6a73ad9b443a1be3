/** The clocks of the host, read together. */
import { readFileSync } from 'node:fs';
import type { ClockReading, SessionClock } from '../../core/session/types.ts';

/** A session's clock that begins now: CLOCK_REALTIME, carried on by CLOCK_MONOTONIC so that it never steps. */
export interface RunningClock {
  clock: SessionClock;
  /** Nanoseconds since the session began. */
  now(): number;
  read(): ClockReading;
}

export function startClock(): RunningClock {
  const began = realtime();
  const start = process.hrtime.bigint();
  const now = () => Number(process.hrtime.bigint() - start);
  return { clock: { began: String(began) }, now, read: () => reading(now) };
}

/** Nanoseconds since 1970; Node tells it in microseconds at best. */
function realtime(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));
}

function reading(now: () => number): ClockReading {
  const before = process.hrtime.bigint();
  const real = realtime();
  const boot = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1e9;
  const after = process.hrtime.bigint();
  const monotonic = (before + after) / 2n;
  return {
    at: now(),
    monotonicOffset: Number(real - monotonic),
    boottimeOffset: Number(real) - boot,
    uncertainty: Number(after - before) / 2,
  };
}
