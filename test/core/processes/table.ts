import type { FoundContainer } from '../../../src/core/containers/types.ts';
import type { ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';

/** A process that sleeps, with what a test says of it. */
export const process = (given: Partial<ProcessEntry> & { pid: number }): ProcessEntry => ({
  ppid: 1,
  startTime: 1000,
  state: 'S',
  comm: 'sleep',
  kernelThread: false,
  ticks: 0,
  threads: 1,
  rss: 0,
  tty: 0,
  uid: 0,
  nsPids: [given.pid],
  argv: ['sleep', '9'],
  cgroups: [],
  ...given,
});

/** A table read 100 s after boot, on a machine of 1000 bytes. */
export const tableOf = (processes: ProcessEntry[], given: Partial<ProcessTable> = {}): ProcessTable => ({
  processes,
  host: {},
  at: 1_100_000,
  bootTime: 1_000_000,
  ticksPerSecond: 100,
  memory: 1000,
  gaps: [],
  ...given,
});

/** A running container. */
export const container = (given: Partial<FoundContainer> & { id: string; pid: number }): FoundContainer => ({
  name: given.id,
  engine: 'docker',
  alsoKnownTo: [],
  group: '',
  image: '',
  imageId: '',
  status: 'running',
  startTime: 1000,
  pids: [given.pid],
  monitor: 0,
  owner: 0,
  created: '',
  started: '',
  cgroups: [],
  kind: 'service',
  reasons: [],
  labels: {},
  ...given,
});
