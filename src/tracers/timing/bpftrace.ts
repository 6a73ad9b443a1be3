/** Syscall times by bpftrace: summed up in the kernel, read when it ends or at intervals. */
import type { Bucket } from '../../core/syscalls/types.ts';
import { unescapeBytes } from '../bpftrace/read.ts';
import type { Watch } from '../bpftrace/watch.ts';
import { COMPAT } from './numbers.ts';
import type { TimedCall, Timings } from './types.ts';

export interface TimingProgram {
  target: Watch;
  by: 'all' | 'thread' | 'process' | 'mask';
  /** Numbers of the system calls to be timed; empty: all. */
  syscalls: readonly number[];
  /** Milliseconds between reports while it runs; 0: only at the end. */
  interval: number;
  /** 32-bit programs can run beside 64-bit ones, as on x86_64: their calls have other numbers. */
  compat: boolean;
  /** Of `by: 'mask'`: a call counts for each of these predicates that holds, as bit 0, 1, … of its key. */
  masks?: readonly string[];
  /** A task may stop being the target's while it runs; undefined: as the target's marks tell. */
  mayLeave?: boolean;
}

/** Printed when a report is complete. */
export const REPORTED = 'spc: report';

/** More different keys than this find no room, and bpftrace does not say so: `isFull` must be asked. */
export const MAX_KEYS = 65_536;

const GROUPS: Readonly<Record<TimingProgram['by'], string>> = {
  all: '',
  thread: ', tid',
  process: ', pid',
  mask: ', $g',
};

/**
 * The program's text, for bpftrace 0.17 and later. What was measured to matter: who is not meant costs the predicate at the
 * start of a call and one look-up at its end; time and number are one value; it is overwritten, by the thread's next call or,
 * where a filter may let none follow, at the end of its own, and deleted only when the task ends: deleting costs as much as all
 * the rest; count and mean come from histogram and sum.
 *
 * So a value may be older than the call that ends now. Of a task that left the target it is: where that can be, the predicate
 * is asked again at the end. sys_exit comes first, as probes are detached in their order: ends without beginnings would find
 * old values. Names are read when tasks end, not at each call. The time is the last that is read when a call begins and the
 * first when it ends: little of what the program takes is taken for the call's.
 */
export function timingProgram(plan: TimingProgram): string {
  const { target, syscalls, interval } = plan;
  const { begin, end, probes } = target;
  return [
    `BEGIN { @began = nsecs; ${begin} }`,
    `END { clear(@s); @d = nsecs - @began; clear(@began); ${end} }`,
    `tracepoint:raw_syscalls:sys_exit {`,
    `  $s = @s[tid];`,
    `  if ($s.1 > 0) {`,
    `    $d = nsecs - $s.1;`,
    `    ${(plan.mayLeave ?? canLeave(target)) ? `if (${target.predicate}) { ${returned(plan)} }` : returned(plan)}`,
    ...(syscalls.length > 0 ? [`    ${IDLE}`] : []),
    `  }`,
    `}`,
    `tracepoint:raw_syscalls:sys_enter /${entering(plan)}/ { @s[tid] = (${number(plan)}, nsecs); }`,
    ended(plan),
    probes,
    interval > 0 &&
      `interval:ms:${interval} { ${printed(plan)
        .map((map) => `print(${map});`)
        .join(' ')} printf("${REPORTED}\\n"); }`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Least, errors, histogram, total, most and names: in bpftrace's own order, names last. */
const MAPS = ['@a', '@e', '@h', '@t', '@z', '@zz'];

const hasNames = ({ by }: TimingProgram) => by === 'thread' || by === 'process';

const printed = (plan: TimingProgram) => MAPS.filter((map) => map !== '@zz' || hasNames(plan));

/** A map of numbers loses a task when it ends; the other marks are read from the task, which may move. */
const canLeave = ({ probes, predicate }: Watch) => probes === '' && predicate !== '(1)';

/** The thread makes no call that is timed, but did: its name is wanted. */
const IDLE = '@s[tid] = ((uint64)1, (uint64)0);';

function entering({ target, syscalls }: TimingProgram): string {
  if (syscalls.length === 0) return target.predicate;
  return `${target.predicate} && (${syscalls.map((each) => `args->id == ${each}`).join(' || ')})`;
}

/** The number, with a bit for 32-bit programs: TS_COMPAT of the thread's status (Linux, arch/x86/include/asm/thread_info.h). */
function number({ compat }: TimingProgram): string {
  if (!compat) return '(uint64)args->id';
  return `(uint64)args->id | ((uint64)(((struct task_struct *)curtask)->thread_info.status & 2) << ${Math.log2(COMPAT) - 1})`;
}

function returned({ by, masks = [] }: TimingProgram): string {
  const key = `$s.0${GROUPS[by]}`;
  const mask = masks.map((predicate, bit) => `if (${predicate}) { $g = $g | (uint64)${2 ** bit}; }`).join(' ');
  return [
    by === 'mask' && `$g = (uint64)0; ${mask}`,
    `@t[${key}] = sum($d); @a[${key}] = min($d); @z[${key}] = max($d); @h[${key}] = hist($d);`,
    `if (args->ret < 0 && args->ret > -4096) { @e[${key}] = count(); }`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A number may be another task's later. */
function ended(plan: TimingProgram): string {
  const name = hasNames(plan)
    ? `if (@s[tid].0 > 0 || @s[tid].1 > 0) { @zz[${GROUPS[plan.by].slice(2)}] = (comm, 1); } `
    : '';
  return `tracepoint:sched:sched_process_exit { ${name}delete(@s[tid]); }`;
}

type Maps = Record<string, Readonly<Record<string, unknown>>>;

/**
 * Reads what bpftrace prints with `-f json`, a line each. The first of each map counts, until a report is complete: names,
 * which a target chooses, come last.
 */
export class BpftraceTimes {
  #maps: Maps = {};
  #next: Maps = {};
  #duration: number | null = null;

  take(line: string): void {
    const { type, data } = parsed(line);
    if (type === 'printf' && data === `${REPORTED}\n`) this.end();
    if (!['map', 'stats', 'hist'].includes(String(type)) || typeof data !== 'object' || data === null) return;
    for (const [name, map] of Object.entries(data))
      if (name === '@d' && typeof map === 'number') this.#duration ??= map;
      else if (MAPS.includes(name) && typeof map === 'object' && map !== null) this.#next[name] ??= map;
  }

  /** A report is complete. */
  end(): void {
    if (Object.keys(this.#next).length > 0) this.#maps = this.#next;
    this.#next = {};
  }

  /** So many keys that others may have found no room. */
  get isFull(): boolean {
    return Object.values(this.#maps).some((map) => Object.keys(map).length >= MAX_KEYS);
  }

  timings(): Timings {
    const maps: Maps = this.#maps;
    const names = Object.entries(maps['@zz'] ?? {}).map(([key, value]) => [Number(key), nameOf(value)] as const);
    return {
      calls: Object.keys(maps['@h'] ?? {}).map((key) => timedCall(key, maps)),
      names: new Map(names),
      duration: this.#duration,
    };
  }
}

/** Names are in tuples: a name alone bpftrace 0.17 prints as it is, quotes and all, in a tuple as JSON. */
function nameOf(value: unknown): string {
  const [name] = Array.isArray(value) ? value : [];
  return typeof name === 'string' ? name : '';
}

function parsed(line: string): { type?: unknown; data?: unknown } {
  try {
    return (JSON.parse(unescapeBytes(line)) ?? {}) as object;
  } catch {
    return {}; // a name that broke the line
  }
}

function timedCall(key: string, maps: Maps): TimedCall {
  const [call = 0, group = 0] = key.split(',').map(Number);
  const histogram = buckets(maps['@h']?.[key]);
  return {
    call,
    key: group,
    count: histogram.reduce((sum, { count }) => sum + count, 0),
    total: numberAt(maps['@t'], key) ?? 0,
    errors: numberAt(maps['@e'], key) ?? 0,
    min: numberAt(maps['@a'], key),
    max: numberAt(maps['@z'], key),
    histogram,
  };
}

function numberAt(map: Readonly<Record<string, unknown>> | undefined, key: string): number | null {
  const value = map?.[key];
  return typeof value === 'number' ? value : null;
}

/** bpftrace's `max` is the last time that belongs to a bucket. */
function buckets(list: unknown): Bucket[] {
  if (!Array.isArray(list)) return [];
  return (list as { min?: number; max?: number; count: number }[])
    .filter(({ count }) => count > 0)
    .map(({ min = 0, max, count }) => ({ from: min, to: (max ?? min * 2) + 1, count }));
}
