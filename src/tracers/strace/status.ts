/** Signals and ends, as strace tells them. */
import type { ExitEvent, SignalEvent } from '../../core/events.ts';
import type { Task } from './tasks.ts';

/** `--- SIGCHLD {si_signo=…} ---`, `--- stopped by SIGSTOP ---`; undefined: another line. */
export function signalOf(line: string, { pid, nsPid, comm }: Task, at: number): SignalEvent | undefined {
  const [, stopped, signal, info = ''] = /^--- (stopped by )?(SIG\w+|\d+)(?: (.*))? ---$/s.exec(line) ?? [];
  if (signal === undefined) return undefined;
  const state = stopped ? 'stopped' : 'delivered';
  return { kind: 'signal', tracer: 'strace', at, pid, nsPid, comm, signal, info, state };
}

/** `+++ exited with 0 +++`, `+++ killed by SIGSEGV (core dumped) +++`; undefined: another line. */
export function exitOf(line: string, { pid, nsPid, comm }: Task, at: number): ExitEvent | undefined {
  const exited = /^\+\+\+ exited with (\d+) \+\+\+$/.exec(line);
  const killed = /^\+\+\+ killed by (\w+)( \(core dumped\))? \+\+\+$/.exec(line);
  if (!exited && !killed) return undefined;
  const status = exited ? Number(exited[1]) : null;
  const end = { status, signal: killed?.[1] ?? '', coreDumped: killed?.[2] !== undefined };
  return { kind: 'exit', tracer: 'strace', at, pid, nsPid, comm, ...end };
}
