/** The machine as a view of a session sees it. */
import { setImmediate } from 'node:timers/promises';
import type { ViewIo } from '../../app/view/io.ts';
import type { Spool } from '../../io/spool/types.ts';
import { within } from '../../io/within.ts';

export const viewIo = (spool: Spool): ViewIo => ({
  ms: () => performance.now(),
  epoch: () => Date.now() * 1e6,
  turn: () => setImmediate(),
  later: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  within,
  isRead: () => process.stdout.writableLength === 0,
  spool,
});
