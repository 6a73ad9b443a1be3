/** Limits and use of a control group, out of its files. */

/** A container's limits and use. null: not told here, or no limit. */
export interface CgroupUse {
  memory: {
    /** Bytes. */
    current: number | null;
    /** The smallest of the group's own limit and those above it. */
    limit: number | null;
    peak: number | null;
    swap: number | null;
    oomKills: number | null;
  };
  cpu: {
    /** Nanoseconds since the group was made. */
    usage: number | null;
    /** In CPUs: 0.5; the smallest of the group's own and those above it. */
    limit: number | null;
    /** v2: 1–10000, 100 is usual. */
    weight: number | null;
    /** v1: 2–262144, 1024 is usual. */
    shares: number | null;
    /** Periods in which there was a limit, those in which it was reached, and for how long: nanoseconds. */
    periods: number | null;
    throttledPeriods: number | null;
    throttledTime: number | null;
  };
  pids: { current: number | null; limit: number | null };
  /** Bytes from and to block devices. */
  io: { read: number | null; written: number | null };
}

/** A field of CgroupUse, `part.name`. */
type UseField = { [P in keyof CgroupUse]: `${P}.${keyof CgroupUse[P] & string}` }[keyof CgroupUse];

/** Where a field is told: the controller that has it, the file, and how its text becomes a number. */
interface UseSource {
  field: UseField;
  controller: string;
  file: string;
  parse(text: string): number | null;
  /** It holds for every group below, too: the smallest up to the root counts. */
  inherited?: boolean;
}

/** v1 says "no limit" by the largest multiple of a page: 2^63 rounded down. No machine has half of that. */
const NO_LIMIT = 2 ** 62;

/** A number; null for `max`, -1, v1's 9223372036854771712, and what is no number. */
export function amount(text: string): number | null {
  const word = text.trim();
  if (!/^\d{1,20}$/.test(word)) return null;
  return Number(word) >= NO_LIMIT ? null : Number(word);
}

/** The number after a key in lines of `key value`. */
const keyed =
  (key: string, factor = 1) =>
  (text: string): number | null => {
    const line = text.split('\n').find((each) => each.startsWith(`${key} `));
    const value = line === undefined ? null : amount(line.slice(key.length));
    return value === null ? null : value * factor;
  };

/** v2's io.stat: `8:0 rbytes=1 wbytes=2 …`, a line a device. */
const ioStat = (key: string) => (text: string) => sum(text.matchAll(new RegExp(`\\b${key}=(\\d+)`, 'g')));

/** v1's blkio: `8:0 Read 1`, `8:0 Write 2`, … a line a device and kind. */
const blkio = (key: string) => (text: string) => sum(text.matchAll(new RegExp(`^\\d+:\\d+ ${key} (\\d+)$`, 'gm')));

const sum = (matches: Iterable<RegExpMatchArray>) =>
  [...matches].reduce((total, [, value]) => total + Number(value), 0);

/** v2's cpu.max: `50000 100000`, or `max 100000`. */
function cpuMax(text: string): number | null {
  const [quota = null, period = null] = text.trim().split(' ').map(amount);
  return quota === null || !period ? null : quota / period;
}

/** Documentation/admin-guide/cgroup-v2.rst. */
const V2_SOURCES: readonly UseSource[] = [
  { field: 'memory.current', controller: 'memory', file: 'memory.current', parse: amount },
  { field: 'memory.limit', controller: 'memory', file: 'memory.max', parse: amount, inherited: true },
  { field: 'memory.peak', controller: 'memory', file: 'memory.peak', parse: amount },
  { field: 'memory.swap', controller: 'memory', file: 'memory.swap.current', parse: amount },
  { field: 'memory.oomKills', controller: 'memory', file: 'memory.events', parse: keyed('oom_kill') },
  // cpu.stat has its use even where the controller is not enabled
  { field: 'cpu.usage', controller: 'cpuacct', file: 'cpu.stat', parse: keyed('usage_usec', 1000) },
  { field: 'cpu.limit', controller: 'cpu', file: 'cpu.max', parse: cpuMax, inherited: true },
  { field: 'cpu.weight', controller: 'cpu', file: 'cpu.weight', parse: amount },
  { field: 'cpu.periods', controller: 'cpu', file: 'cpu.stat', parse: keyed('nr_periods') },
  { field: 'cpu.throttledPeriods', controller: 'cpu', file: 'cpu.stat', parse: keyed('nr_throttled') },
  { field: 'cpu.throttledTime', controller: 'cpu', file: 'cpu.stat', parse: keyed('throttled_usec', 1000) },
  { field: 'pids.current', controller: 'pids', file: 'pids.current', parse: amount },
  { field: 'pids.limit', controller: 'pids', file: 'pids.max', parse: amount, inherited: true },
  { field: 'io.read', controller: 'blkio', file: 'io.stat', parse: ioStat('rbytes') },
  { field: 'io.written', controller: 'blkio', file: 'io.stat', parse: ioStat('wbytes') },
];

/** Documentation/admin-guide/cgroup-v1. `cpu.limit` takes two files: the quota here, over the period. */
const V1_SOURCES: readonly UseSource[] = [
  { field: 'memory.current', controller: 'memory', file: 'memory.usage_in_bytes', parse: amount },
  { field: 'memory.limit', controller: 'memory', file: 'memory.limit_in_bytes', parse: amount, inherited: true },
  { field: 'memory.peak', controller: 'memory', file: 'memory.max_usage_in_bytes', parse: amount },
  { field: 'memory.swap', controller: 'memory', file: 'memory.stat', parse: keyed('swap') },
  { field: 'memory.oomKills', controller: 'memory', file: 'memory.oom_control', parse: keyed('oom_kill') },
  { field: 'cpu.usage', controller: 'cpuacct', file: 'cpuacct.usage', parse: amount },
  { field: 'cpu.limit', controller: 'cpu', file: 'cpu.cfs_quota_us', parse: cpuMax, inherited: true },
  { field: 'cpu.shares', controller: 'cpu', file: 'cpu.shares', parse: amount },
  { field: 'cpu.periods', controller: 'cpu', file: 'cpu.stat', parse: keyed('nr_periods') },
  { field: 'cpu.throttledPeriods', controller: 'cpu', file: 'cpu.stat', parse: keyed('nr_throttled') },
  { field: 'cpu.throttledTime', controller: 'cpu', file: 'cpu.stat', parse: keyed('throttled_time') },
  { field: 'pids.current', controller: 'pids', file: 'pids.current', parse: amount },
  { field: 'pids.limit', controller: 'pids', file: 'pids.max', parse: amount, inherited: true },
  { field: 'io.read', controller: 'blkio', file: 'blkio.throttle.io_service_bytes_recursive', parse: blkio('Read') },
  {
    field: 'io.written',
    controller: 'blkio',
    file: 'blkio.throttle.io_service_bytes_recursive',
    parse: blkio('Write'),
  },
];

/** Files whose text is the texts of several, joined by a blank. */
export const JOINED_FILES: Readonly<Record<string, readonly string[]>> = {
  'cpu.cfs_quota_us': ['cpu.cfs_quota_us', 'cpu.cfs_period_us'],
};

/** The files of a group and of those above it, nearest first: name → text; undefined: no such file. */
export type GroupFiles = (
  controller: string,
) => { version: 'v1' | 'v2'; levels: ((file: string) => string | undefined)[] } | undefined;

/** What the files say. */
export function cgroupUse(files: GroupFiles): CgroupUse {
  const use = emptyUse();
  for (const at of V2_SOURCES.map(({ field }) => field).concat('cpu.shares')) {
    const [part, name] = at.split('.') as [keyof CgroupUse, string];
    (use[part] as Record<string, number | null>)[name] = readField(files, at);
  }
  return use;
}

function readField(files: GroupFiles, field: UseField): number | null {
  const controller = V1_SOURCES.concat(V2_SOURCES).find((each) => each.field === field)?.controller ?? '';
  const group = files(controller);
  const source = (group?.version === 'v1' ? V1_SOURCES : V2_SOURCES).find((each) => each.field === field);
  if (!group || !source) return null;
  const levels = source.inherited ? group.levels : group.levels.slice(0, 1);
  const values = levels.flatMap((read) => {
    const text = read(source.file);
    return (text === undefined ? null : source.parse(text)) ?? [];
  });
  return values.length === 0 ? null : Math.min(...values);
}

const emptyUse = (): CgroupUse => ({
  memory: { current: null, limit: null, peak: null, swap: null, oomKills: null },
  cpu: {
    usage: null,
    limit: null,
    weight: null,
    shares: null,
    periods: null,
    throttledPeriods: null,
    throttledTime: null,
  },
  pids: { current: null, limit: null },
  io: { read: null, written: null },
});
