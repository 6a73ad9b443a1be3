/** What /proc says of one process now. */
import { parseStat, type Stat } from '../../core/processes/stat.ts';
import { parseSignals, parseStatus, type Status } from '../../core/processes/status.ts';
import { tryReadProc } from './read.ts';

/** undefined: it is gone, or hidden. */
export const statOf = (pid: number): Stat | undefined => parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '');

/** undefined likewise. */
export const statusOf = (pid: number): Status | undefined => parseStatus(tryReadProc(`/proc/${pid}/status`) ?? '');

/** The signals it catches, signal n at bit n - 1; none when it is gone. */
export const signalsCaughtBy = (pid: number): bigint =>
  parseSignals(tryReadProc(`/proc/${pid}/status`) ?? '', 'SigCgt');
