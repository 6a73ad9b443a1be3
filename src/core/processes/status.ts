/** /proc/PID/status: `Name:<tab>value` lines. */

/** What of the file is used. */
export interface Status {
  /** Effective user id, as the reader's user namespace numbers it. */
  uid: number;
  /** The pid at each level, outermost first. */
  nsPids: number[];
}

const UID = '\nUid:\t';
const NSPID = '\nNSpid:\t';

/**
 * Reads /proc/PID/status (proc_pid_status(5)). Its only text from outside is the name in the first line, where the kernel
 * writes a newline as `\n`; so a line's beginning is one. Undefined when a needed line is missing; a kernel without pid
 * namespaces has no NSpid.
 */
export function parseStatus(text: string): Status | undefined {
  const [, effective] = words(text, UID);
  if (effective === undefined) return undefined;
  return { uid: Number(effective), nsPids: words(text, NSPID).map(Number) };
}

/** A set of signals of /proc/PID/status, signal n at bit n - 1: those that are caught (`SigCgt`), ignored, blocked. None when there is no such line. */
export function parseSignals(text: string, line: 'SigCgt' | 'SigIgn' | 'SigBlk'): bigint {
  const [mask = ''] = words(text, `\n${line}:\t`);
  return /^[0-9a-f]+$/.test(mask) ? BigInt(`0x${mask}`) : 0n;
}

/** The words of the line that starts so; none when there is no such line. */
function words(text: string, start: string): string[] {
  const at = text.indexOf(start);
  if (at < 0) return [];
  const end = text.indexOf('\n', at + 1);
  return text.slice(at + start.length, end < 0 ? undefined : end).split('\t');
}
