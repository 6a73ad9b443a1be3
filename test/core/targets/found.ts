/** Containers and processes for the tests of targets. */
import type { FoundContainer } from '../../../src/core/containers/types.ts';
import type { ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';

export const container = (more: Partial<FoundContainer>): FoundContainer => ({
  id: '0'.repeat(64),
  name: 'web',
  engine: 'docker',
  alsoKnownTo: [],
  group: '',
  image: '',
  imageId: '',
  status: 'running',
  pid: 100,
  startTime: 1000,
  pids: [100],
  monitor: 0,
  owner: 0,
  created: '',
  started: '',
  cgroups: [],
  kind: 'service',
  reasons: [],
  labels: {},
  ...more,
});

export const entry = (pid: number, more: Partial<ProcessEntry> = {}): ProcessEntry => ({
  pid,
  ppid: 1,
  startTime: pid * 10,
  state: 'S',
  comm: `p${pid}`,
  kernelThread: false,
  ticks: 0,
  threads: 1,
  rss: 0,
  tty: 0,
  ...more,
});

export const tableOf = (processes: ProcessEntry[], gaps: string[] = []): ProcessTable => ({
  processes,
  host: {},
  at: 0,
  bootTime: 0,
  ticksPerSecond: 100,
  memory: 0,
  gaps,
});
