/** Syscall times by SystemTap: summed up in the kernel, printed when it ends. */
import type { Bucket } from '../../core/syscalls/types.ts';
import { COMPAT } from './numbers.ts';
import type { TimedCall, Timings } from './types.ts';

export interface TimingScript {
  by: 'all' | 'thread' | 'process';
  /** Numbers of the system calls to be timed; empty: all. */
  syscalls: readonly number[];
  /** 32-bit programs can run beside 64-bit ones: as of the program for bpftrace. */
  compat: boolean;
}

/** Keys are made of a group, by this, and a call's number, which is less. */
const GROUP = 2 ** 20;
/** A map has a fixed size there. */
const TASKS = 8192;
const KEYS = { all: 2048, thread: 16_384, process: 16_384 } as const;
const CPUS = 1024;
/** Powers of two that the histogram tells apart: 2³⁹ ns is 9 minutes. */
const STEPS = 40;

/**
 * The script's text, for both runtimes. What several CPUs write at once is a statistic (`<<<`), which each CPU has its own of;
 * least and most have a key for each CPU, so that figures are printed once a CPU. Statistics are not iterated over: whether stap
 * 4.8 allows it depends on a variable that it forgets to set. Names come last in what it prints: a target chooses them.
 */
export function timingScript({ by, syscalls, compat }: TimingScript): string {
  const wanted = syscalls.length === 0 ? '' : ` && (${syscalls.map((each) => `$id == ${each}`).join(' || ')})`;
  const group = { all: '', thread: ` + tid() * ${GROUP}`, process: ` + pid() * ${GROUP}` }[by];
  const narrow = compat
    ? ` + (@spc_cast(__spc_current(), "task_struct")->thread_info->status & 2) * ${COMPAT / 2}`
    : '';
  const keys = KEYS[by];
  return `global entered[${TASKS}], number[${TASKS}], times[${keys}], failed[${keys}], spread[${keys * 8}], least[${keys * 2}], most[${keys * 2}]
${by === 'all' ? '' : `global name[${TASKS}]\n`}
function step:long(ns:long) {
  n = 0
  if (ns >> 32) { n += 32; ns = ns >> 32 }
  if (ns >> 16) { n += 16; ns = ns >> 16 }
  if (ns >> 8) { n += 8; ns = ns >> 8 }
  if (ns >> 4) { n += 4; ns = ns >> 4 }
  if (ns >> 2) { n += 2; ns = ns >> 2 }
  if (ns >> 1) n += 1
  return n
}
probe kernel.trace("sys_exit") {
  if (tid() in entered) {
    took = ktime_get_ns() - entered[tid()]
    key = number[tid()]${group}
    delete entered[tid()]
    times[key] <<< took
    spread[key * ${STEPS} + step(took)] <<< 1
    if ($ret < 0 && $ret > -4096) failed[key] <<< 1
    mine = key * ${CPUS} + cpu()
    if (!(mine in least) || took < least[mine]) least[mine] = took
    if (took > most[mine]) most[mine] = took
  }
}
probe kernel.trace("sys_enter") {
  if (spc_target()${wanted}) {
    number[tid()] = $id${narrow}
    entered[tid()] = ktime_get_ns()
  }
}
probe kernel.trace("sched_process_exit") {
  delete entered[tid()]${by === 'all' ? '' : `\n  if (spc_target()) name[${by === 'thread' ? 'tid()' : 'pid()'}] = execname()`}
}
probe end {
  foreach (k in least) {
    key = k / ${CPUS}
    printf("T %ld %ld %ld\\n", key, @count(times[key]), @sum(times[key]))
    n = @count(failed[key])
    if (n > 0) printf("E %ld %ld\\n", key, n)
    for (s = 0; s < ${STEPS}; s++) {
      n = @count(spread[key * ${STEPS} + s])
      if (n > 0) printf("H %ld %ld\\n", key * ${STEPS} + s, n)
    }
  }
  foreach (k in least) printf("L %ld %ld\\n", k, least[k])
  foreach (k in most) printf("M %ld %ld\\n", k, most[k])
${by === 'all' ? '' : '  foreach (p in name) printf("N %ld %s\\n", p, name[p])\n'}}
`;
}

/** Reads what the script prints, a line each; after the first name nothing but names. */
export class StapTimes {
  readonly #calls = new Map<number, TimedCall>();
  readonly #spread = new Map<number, number>();
  readonly #names = new Map<number, string>();

  take(line: string): void {
    const [, kind = '', first, rest = ''] = /^([TEHLMN]) (\d+) (.*)$/s.exec(line) ?? [];
    if (kind === 'N') this.#names.set(Number(first), rest);
    if (this.#names.size > 0 || kind === '') return;
    const [second = 0, third = 0] = rest.split(' ').map(Number);
    if (![second, third].every(Number.isSafeInteger)) return;
    this.#figure(kind, Number(first), second, third);
  }

  timings(): Timings {
    const calls = [...this.#calls].map(([key, call]) => ({ ...call, histogram: this.#histogram(key) }));
    return { calls, names: this.#names, duration: null };
  }

  #figure(kind: string, key: number, second: number, third: number): void {
    if (kind === 'T') Object.assign(this.#call(key), { count: second, total: third });
    else if (kind === 'E') this.#call(key).errors = second;
    else if (kind === 'H') this.#spread.set(key, second);
    else {
      const call = this.#call(Math.floor(key / CPUS));
      if (kind === 'L') call.min = Math.min(call.min ?? second, second);
      else call.max = Math.max(call.max ?? 0, second);
    }
  }

  #histogram(key: number): Bucket[] {
    const steps = Array.from({ length: STEPS }, (_, step) => bucket(step, this.#spread.get(key * STEPS + step) ?? 0));
    return steps.filter(({ count }) => count > 0);
  }

  #call(key: number): TimedCall {
    const known = this.#calls.get(key);
    if (known) return known;
    const [call, group] = [key % GROUP, Math.floor(key / GROUP)];
    const made: TimedCall = { call, key: group, count: 0, errors: 0, total: 0, min: null, max: null, histogram: null };
    this.#calls.set(key, made);
    return made;
  }
}

const bucket = (step: number, count: number): Bucket => ({
  from: step === 0 ? 0 : 2 ** step,
  to: 2 ** (step + 1),
  count,
});
