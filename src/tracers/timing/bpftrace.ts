/** Syscall times by bpftrace: summed up in the kernel, read when it ends or at intervals. */
import type { Bucket } from '../../core/syscalls/types.ts';
import type { TimedCall, Timings } from './types.ts';

export interface TimingProgram {
  /** One predicate a target; a task that meets several counts for the first. */
  predicates: readonly [string, ...string[]];
  by: 'all' | 'thread' | 'process' | 'target';
  /** Numbers of the system calls to be timed; empty: all. */
  syscalls: readonly number[];
  /** Seconds between reports while it runs; 0: only at the end. */
  interval: number;
}

/** Printed when the probes are attached, and when a report is complete. */
export const READY = 'spc: ready';
export const REPORTED = 'spc: report';

/** More different keys than this are not counted: bpftrace says nothing about it, so `isFull` must be asked. */
export const MAX_KEYS = 65_536;

const GROUPS: Readonly<Record<TimingProgram['by'], string>> = {
  all: '',
  thread: ', tid',
  process: ', pid',
  target: ', $g',
};

/**
 * The program's text, for bpftrace 0.17 and later. One map operation at the start of a call (time and number together), the
 * rest at its end; who is not meant costs the predicate only.
 */
export function timingProgram({ predicates, by, syscalls, interval }: TimingProgram): string {
  const key = `$i${GROUPS[by]}`;
  const names = by === 'thread' || by === 'process' ? `@n[${GROUPS[by].slice(2)}] = comm;` : '';
  const wanted = syscalls.length === 0 ? '' : ` && (${syscalls.map((number) => `args->id == ${number}`).join(' || ')})`;
  const meant = predicates.map((predicate) => `(${predicate})`).join(' || ');
  return `BEGIN { printf("${READY}\\n"); }
tracepoint:raw_syscalls:sys_enter /(${meant})${wanted}/ { @s[tid] = (nsecs, args->id); }
tracepoint:raw_syscalls:sys_exit /${meant}/ {
  if (@s[tid].0 > 0) {
    $d = nsecs - @s[tid].0; $i = @s[tid].1;${by === 'target' ? `\n    ${groupOf(predicates)}` : ''}
    @t[${key}] = stats($d); @a[${key}] = min($d); @z[${key}] = max($d); @h[${key}] = hist($d); ${names}
    if (args->ret < 0 && args->ret > -4096) { @e[${key}] = count(); }
    delete(@s[tid]);
  } else${syscalls.length === 0 ? '' : ` if (${syscalls.length} == 0)`} { @l = count(); }
}
tracepoint:sched:sched_process_exit { delete(@s[tid]); }
${interval > 0 ? `interval:s:${interval} { print(@t); print(@a); print(@z); print(@h); print(@e); print(@l);${names && ' print(@n);'} printf("${REPORTED}\\n"); }\n` : ''}`;
}

/** Which target a task is: the first whose predicate holds. */
function groupOf(predicates: readonly string[]): string {
  const branches = predicates.map((predicate, index) => `if (${predicate}) { $g = (uint64)${index}; }`).reverse();
  return `$g = (uint64)0; ${branches.join(' ')}`;
}

type Maps = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Reads what bpftrace prints with `-f json`, a line each: the last of each map counts. */
export class BpftraceTimes {
  #maps: Record<string, Readonly<Record<string, unknown>>> = {};
  #late = 0;

  /** Takes a line's data; what is none of ours is passed over. */
  take(line: unknown): void {
    const { type, data } = (line ?? {}) as { type?: unknown; data?: unknown };
    if (!['map', 'stats', 'hist'].includes(String(type)) || typeof data !== 'object' || data === null) return;
    for (const [name, map] of Object.entries(data)) {
      if (typeof map === 'number') this.#late = map;
      else if (typeof map === 'object' && map !== null) this.#maps[name] = map;
    }
  }

  /** So many keys that others may have found no room. */
  get isFull(): boolean {
    return Object.values(this.#maps).some((map) => Object.keys(map).length >= MAX_KEYS);
  }

  timings(): Timings {
    const maps: Maps = this.#maps;
    const names = Object.entries(maps['@n'] ?? {}).map(([key, name]) => [Number(key), String(name)] as const);
    return {
      calls: Object.entries(maps['@t'] ?? {}).map(([key, stats]) => timedCall(key, stats, maps)),
      names: new Map(names),
      inFlight: { atStart: this.#late, atEnd: Object.keys(maps['@s'] ?? {}).length },
    };
  }
}

function timedCall(key: string, stats: unknown, maps: Maps): TimedCall {
  const [call = 0, group = 0] = key.split(',').map(Number);
  const { count, total } = stats as { count: number; total: number };
  return {
    call,
    key: group,
    count,
    total,
    errors: numberAt(maps['@e'], key) ?? 0,
    min: numberAt(maps['@a'], key),
    max: numberAt(maps['@z'], key),
    histogram: buckets(maps['@h']?.[key]),
  };
}

function numberAt(map: Readonly<Record<string, unknown>> | undefined, key: string): number | null {
  const value = map?.[key];
  return typeof value === 'number' ? value : null;
}

/** bpftrace's `max` is the last time that belongs to a bucket. */
function buckets(list: unknown): Bucket[] | null {
  if (!Array.isArray(list)) return null;
  return (list as { min?: number; max?: number; count: number }[])
    .filter(({ count }) => count > 0)
    .map(({ min = 0, max, count }) => ({ from: min, to: (max ?? min * 2) + 1, count }));
}
