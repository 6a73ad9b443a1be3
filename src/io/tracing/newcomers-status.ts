/** What a tracer must know of a process. */
import { tryReadProc } from '../proc/read.ts';

export interface TraceState {
  /** `R`, `S`, `T`: stopped by a signal, `t`: by a tracer, `Z`. */
  state: string;
  /** Host pid of who traces it; 0: nobody. */
  tracer: number;
  comm: string;
  /** Its number in its own pid namespace. */
  nsPid: number | null;
}

/** From /proc/PID/status; undefined when it is gone. */
export function traceState(pid: number): TraceState | undefined {
  const text = tryReadProc(`/proc/${pid}/status`);
  if (!text) return undefined;
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    state: field('State').charAt(0),
    tracer: Number(field('TracerPid')),
    comm: field('Name'),
    nsPid: Number(field('NSpid').split(/\s+/).at(-1)) || null,
  };
}

export const isDead = ({ state }: TraceState): boolean => state === 'Z' || state === 'X';
