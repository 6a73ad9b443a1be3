/** Why strace could not attach. */
import { SpcError } from '../../core/errors.ts';
import { hasCapability } from '../linux/error.ts';
import { tryReadProc } from '../proc/read.ts';
import { traceState } from './newcomers-status.ts';
import type { Attached } from './strace-run.ts';

/** For a process that strace was refused: one line with the cause, as far as it can be told. */
export function whyNotAttached({ pid, why }: Attached['failed'][number]): string {
  const state = traceState(pid);
  if (!state) return `process ${pid} has ended`;
  const name = `process ${pid} (${state.comm})`;
  if (state.tracer > 0) {
    const tracer = traceState(state.tracer)?.comm ?? 'gone by now';
    return `${name} is traced already, by process ${state.tracer} (${tracer}); a process can have one tracer only`;
  }
  return `${name}: ${why}${limitedBy()}`;
}

/** What besides another tracer forbids it: ptrace(2), "Ptrace access mode checking". */
function limitedBy(): string {
  if (!hasCapability('SYS_PTRACE')) return '; this process lacks CAP_SYS_PTRACE';
  const scope = Number(tryReadProc('/proc/sys/kernel/yama/ptrace_scope') ?? 0);
  if (scope >= 3) return '; kernel.yama.ptrace_scope is 3: nothing may be traced until the next boot';
  return '';
}

/** None could be attached to. `target-gone` when they have ended. */
export function nothingAttached(title: string, { failed, said }: Attached, notes = ''): SpcError {
  const causes = failed.map(whyNotAttached);
  if (said.length > 0)
    return new SpcError('usage', 'strace does not take these options', said.slice(0, 5).join('; '), 'see strace(1)');
  if (failed.length > 0 && failed.every(({ pid }) => !traceState(pid)))
    return new SpcError('target-gone', `${title} has ended`, causes.join('; '));
  const isDenied = !hasCapability('SYS_PTRACE');
  const code = !isDenied ? 'system' : process.geteuid?.() === 0 ? 'no-capability' : 'no-root';
  const hint = isDenied
    ? 'run it as root: sudo spc …, or give spc CAP_SYS_PTRACE'
    : 'end the other tracer, or choose another target';
  return new SpcError(code, `strace cannot attach to ${title}`, causes.slice(0, 5).join('; ') || notes, hint);
}
