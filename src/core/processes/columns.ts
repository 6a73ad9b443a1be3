/** The columns of `spc ps`. */
import type { Column } from '../lists/columns.ts';
import { cgroupPath, commandOf, innerPid, type ProcessRow } from './row.ts';
import { ttyName } from './tty.ts';
import { showBytes, showDuration, tenths } from './units.ts';

/** A column of plain values. */
type ProcessColumn = Column<ProcessRow>;

const WHO: ProcessColumn[] = [
  { key: 'pid', header: 'PID', about: 'process id on the host', right: true, value: ({ entry }) => entry.pid },
  {
    key: 'containerPid',
    header: 'CPID',
    about: 'process id in its own pid namespace',
    right: true,
    value: ({ entry }) => innerPid(entry) ?? null,
  },
  {
    key: 'nsPids',
    header: 'NSPIDS',
    about: 'process id at each level of pid namespaces, the host first',
    value: ({ entry }) => entry.nsPids ?? null,
  },
  { key: 'ppid', header: 'PPID', about: "the parent's process id", right: true, value: ({ entry }) => entry.ppid },
  {
    key: 'container',
    header: 'CONTAINER',
    about: 'name of its container',
    value: ({ container }) => container?.name ?? null,
  },
  {
    key: 'containerId',
    header: 'CONTAINER-ID',
    about: 'id of its container',
    value: ({ container }) => container?.id ?? null,
    text: ({ container }) => shortId(container?.id),
  },
  {
    key: 'engine',
    header: 'ENGINE',
    about: 'what made the container',
    value: ({ container }) => container?.engine ?? null,
  },
  {
    key: 'kind',
    header: 'KIND',
    about: 'of the container: service (walled off), spc (super-privileged) or unknown',
    value: ({ container }) => container?.kind ?? null,
  },
  { key: 'user', header: 'USER', about: 'effective user, as the host names it', value: ({ user }) => user || null },
  { key: 'uid', header: 'UID', about: 'effective user id', right: true, value: ({ entry }) => entry.uid ?? null },
];

const USE: ProcessColumn[] = [
  {
    key: 'state',
    header: 'S',
    about: 'R running, S sleeping, D uninterruptible, T stopped, t traced, Z zombie, I idle',
    value: ({ entry }) => entry.state,
  },
  {
    key: 'cpu',
    header: 'CPU%',
    about: 'percent of one processor: over its life; with --watch since the line before',
    right: true,
    value: ({ cpu }) => tenths(cpu),
    text: ({ cpu }) => cpu.toFixed(1),
  },
  {
    key: 'memory',
    header: 'MEM',
    about: 'resident memory, bytes',
    right: true,
    value: ({ entry }) => entry.rss,
    text: ({ entry }) => showBytes(entry.rss),
  },
  {
    key: 'memoryPercent',
    header: 'MEM%',
    about: "percent of the machine's memory",
    right: true,
    value: ({ memoryPercent }) => tenths(memoryPercent),
    text: ({ memoryPercent }) => memoryPercent.toFixed(1),
  },
  { key: 'threads', header: 'THREADS', about: 'number of threads', right: true, value: ({ entry }) => entry.threads },
];

const REST: ProcessColumn[] = [
  { key: 'tty', header: 'TTY', about: 'its terminal', value: ({ entry }) => ttyName(entry.tty) || null },
  {
    key: 'started',
    header: 'STARTED',
    about: 'when it started, ISO 8601',
    value: ({ started }) => new Date(started).toISOString(),
    text: ({ started }) => `${new Date(started).toISOString().slice(0, 19)}Z`,
  },
  {
    key: 'elapsed',
    header: 'ELAPSED',
    about: 'its age, seconds',
    right: true,
    value: ({ elapsed }) => tenths(elapsed),
    text: ({ elapsed }) => showDuration(elapsed),
  },
  {
    key: 'time',
    header: 'TIME',
    about: 'CPU time used, seconds',
    right: true,
    value: ({ time }) => time,
    text: ({ time }) => showDuration(time),
  },
  {
    key: 'cgroup',
    header: 'CGROUP',
    about: "its control group: the v2 path, else v1's longest",
    value: ({ entry }) => (entry.cgroups ? cgroupPath(entry.cgroups) : null),
  },
  {
    key: 'namespaces',
    header: 'NAMESPACES',
    about: "types of its namespaces that are not the host's",
    value: ({ apart }) => apart,
    text: ({ apart }) => apart?.join(' ') || '-',
  },
  {
    key: 'command',
    header: 'COMMAND',
    about: 'the command line; [name] where there is none',
    value: ({ entry }) => commandOf(entry),
  },
];

/** Every column of `spc ps`. */
export const PROCESS_COLUMNS: readonly ProcessColumn[] = [...WHO, ...USE, ...REST];

/** Those that fit a screen of 80 columns. */
export const PROCESS_DEFAULTS = [
  'pid',
  'containerPid',
  'container',
  'engine',
  'user',
  'state',
  'cpu',
  'memory',
  'command',
];

/** Ids of 64 hex digits as engines show them; names as they are. */
function shortId(id = '-'): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}
