/** The columns of `spc ps --containers`. */
import type { Column } from '../lists/columns.ts';
import { showBytes, showDuration, tenths } from '../processes/units.ts';
import { isFullId } from './record.ts';
import type { ContainerRow } from './row.ts';

type ContainerColumn = Column<ContainerRow>;

/** What a column's values cost to read, beside the list itself. */
export type Detail = 'use' | 'addresses' | 'ports';

const WHAT: ContainerColumn[] = [
  { key: 'name', header: 'NAME', about: 'as its maker calls it', value: ({ container }) => container.name },
  {
    key: 'id',
    header: 'ID',
    about: 'its whole id',
    value: ({ container }) => container.id,
    text: ({ container: { id } }) => (isFullId(id) ? id.slice(0, 12) : id),
  },
  {
    key: 'engine',
    header: 'ENGINE',
    about: 'what made it; none: processes in namespaces of their own; netns: those in a named network',
    value: ({ container }) => container.engine,
  },
  {
    key: 'alsoKnownTo',
    header: 'ALSO',
    about: 'other engines that list it',
    value: ({ container }) => container.alsoKnownTo,
  },
  {
    key: 'group',
    header: 'GROUP',
    about: 'a containerd namespace, a pod, a named network; what else its maker groups it by',
    value: ({ container }) => container.group || null,
  },
  {
    key: 'kind',
    header: 'KIND',
    about: 'service (walled off), spc (super-privileged) or unknown',
    value: ({ container }) => container.kind,
  },
  {
    key: 'reasons',
    header: 'REASONS',
    about: 'why it is an spc',
    value: ({ container }) => container.reasons,
    text: ({ container }) => container.reasons.join('; ') || '-',
  },
  {
    key: 'status',
    header: 'STATUS',
    about: 'running, paused, stopped, created or unknown',
    value: ({ container }) => container.status,
  },
];

const RUNS: ContainerColumn[] = [
  {
    key: 'pid',
    header: 'PID',
    about: 'host pid of its first process',
    right: true,
    value: ({ container }) => container.pid || null,
  },
  {
    key: 'processes',
    header: 'PROCS',
    about: 'number of its processes',
    right: true,
    value: ({ container }) => container.pids.length,
  },
  { key: 'pids', header: 'PIDS', about: 'host pids of its processes', value: ({ container }) => container.pids },
  {
    key: 'monitor',
    header: 'MONITOR',
    about: 'host pid of what watches it: containerd-shim, conmon, lxc, systemd-nspawn',
    right: true,
    value: ({ container }) => container.monitor || null,
  },
  { key: 'owner', header: 'OWNER', about: 'the host user who runs it', value: ({ owner }) => owner },
  {
    key: 'cpu',
    header: 'CPU%',
    about: 'percent of one processor: over its life; with --watch since the line before',
    right: true,
    value: ({ cpu }) => (cpu === null ? null : tenths(cpu)),
    text: ({ cpu }) => cpu?.toFixed(1) ?? '-',
  },
  {
    key: 'memory',
    header: 'MEM',
    about: 'resident memory of its processes, bytes',
    right: true,
    value: ({ memory }) => memory,
    text: ({ memory }) => bytes(memory),
  },
];

const USE: ContainerColumn[] = [
  {
    key: 'cgroupMemory',
    header: 'CGMEM',
    about: 'memory its cgroup is charged with, caches too, bytes',
    right: true,
    value: ({ use }) => use?.memory.current ?? null,
    text: ({ use }) => bytes(use?.memory.current),
  },
  {
    key: 'memoryLimit',
    header: 'MEMMAX',
    about: 'limit of that, bytes',
    right: true,
    value: ({ use }) => use?.memory.limit ?? null,
    text: ({ use }) => bytes(use?.memory.limit),
  },
  {
    key: 'cpuLimit',
    header: 'CPUMAX',
    about: 'limit, in processors',
    right: true,
    value: ({ use }) => use?.cpu.limit ?? null,
  },
  {
    key: 'tasks',
    header: 'TASKS',
    about: 'processes and threads its cgroup counts',
    right: true,
    value: ({ use }) => use?.pids.current ?? null,
  },
  {
    key: 'tasksLimit',
    header: 'TASKSMAX',
    about: 'limit of that',
    right: true,
    value: ({ use }) => use?.pids.limit ?? null,
  },
];

const REST: ContainerColumn[] = [
  {
    key: 'addresses',
    header: 'IP',
    about: "its IP addresses; none where it shares the host's network",
    value: ({ addresses }) => addresses,
  },
  // the kernel goes through all its connections for each network namespace: some 10 ms
  {
    key: 'ports',
    header: 'PORTS',
    about: 'ports it listens on; read only when asked for',
    onDemand: true,
    value: ({ ports }) => ports,
  },
  {
    key: 'elapsed',
    header: 'UP',
    about: 'since it started, seconds',
    right: true,
    value: ({ elapsed }) => (elapsed === null ? null : tenths(elapsed)),
    text: ({ elapsed }) => (elapsed === null ? '-' : showDuration(elapsed)),
  },
  {
    key: 'started',
    header: 'STARTED',
    about: 'when its first process started, ISO 8601',
    value: ({ container }) => container.started || null,
    text: ({ container }) => seconds(container.started),
  },
  {
    key: 'created',
    header: 'CREATED',
    about: 'when it was made, ISO 8601',
    value: ({ container }) => container.created || null,
    text: ({ container }) => seconds(container.created),
  },
  { key: 'labels', header: 'LABELS', about: 'its labels', value: ({ container }) => container.labels },
  { key: 'imageId', header: 'IMAGE-ID', about: "its image's id", value: ({ container }) => container.imageId || null },
  { key: 'image', header: 'IMAGE', about: 'its image', value: ({ container }) => container.image || null },
];

/** Every column of `spc ps --containers`. */
export const CONTAINER_COLUMNS: readonly ContainerColumn[] = [...WHAT, ...RUNS, ...USE, ...REST];

/** Those that fit a screen of 100 columns. */
export const CONTAINER_DEFAULTS = [
  'name',
  'id',
  'engine',
  'kind',
  'status',
  'pid',
  'processes',
  'memory',
  'addresses',
  'elapsed',
  'image',
];

/** What of the costly details columns of these names show. */
export function detailsFor(keys: readonly string[]): Set<Detail> {
  const used = new Set(USE.map(({ key }) => key));
  return new Set(
    keys.flatMap((key): Detail[] => (used.has(key) ? ['use'] : key === 'addresses' || key === 'ports' ? [key] : [])),
  );
}

const bytes = (value: number | null | undefined) => (value === null || value === undefined ? '-' : showBytes(value));

/** Without the fraction. */
const seconds = (iso: string) => (iso ? `${iso.slice(0, 19)}Z` : '-');
