/** Which group a thread's calls belong to, for tracers that tell threads only. */
import { tryReadProc } from '../proc/read.ts';
import type { TimingPlan } from './types.ts';

/** A thread's key: itself, its process, or one for all. A process is looked up once, while it lives; else the thread stands for it. */
export function keyOf(by: TimingPlan['by']): (event: { pid: number }) => number {
  if (by === 'all') return () => 0;
  if (by === 'thread') return ({ pid }) => pid;
  const processes = new Map<number, number>();
  return ({ pid }) => {
    const known = processes.get(pid);
    if (known !== undefined) return known;
    const process = processOf(pid);
    processes.set(pid, process);
    return process;
  };
}

function processOf(pid: number): number {
  return Number(/^Tgid:\s*(\d+)/m.exec(tryReadProc(`/proc/${pid}/status`) ?? '')?.[1] ?? pid);
}
