/** The kernel's clocks, clock_gettime(2). Loads koffi. */
import { koffi } from './koffi.ts';

/** linux/time.h. */
export const CLOCKS = { realtime: 0, monotonic: 1, boottime: 7 } as const;

const gettime: (clock: number, time: BigInt64Array) => number = koffi
  .load('libc.so.6')
  .func('int clock_gettime(int clock, _Out_ int64_t *time)');

const time = new BigInt64Array(2);

/** Seconds and nanoseconds of a clock. All machines spc runs on have 64-bit times. */
export function readClock(clock: keyof typeof CLOCKS): { seconds: number; nanoseconds: number } {
  gettime(CLOCKS[clock], time);
  return { seconds: Number(time[0]), nanoseconds: Number(time[1]) };
}
