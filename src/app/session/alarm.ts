/** Timers for longer than a timer takes. */

/** About 24 days; a longer one would fire at once (setTimeout). */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls `ring` once, after so many milliseconds; returns what forgets it. */
export function setAlarm(ms: number, ring: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const arm = (left: number) => {
    const step = Math.min(left, MAX_TIMER_MS);
    timer = setTimeout(() => (left > step ? arm(left - step) : ring()), step);
  };
  arm(ms);
  return () => clearTimeout(timer);
}
