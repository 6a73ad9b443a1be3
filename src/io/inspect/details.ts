/** The readers of this folder together; each is loaded when it is called for. */
import type { CgroupLine } from '../../core/processes/types.ts';
import type { NetworkSource } from './network.ts';

/** What one process, namespace or control group tells; each throws an SpcError that says why it tells nothing. */
export const details = {
  networks: async (sources: readonly NetworkSource[], host: number | undefined) =>
    (await import('./network.ts')).readNetworks(sources, host),
  ports: async (source: NetworkSource, pids: readonly number[]) => (await import('./ports.ts')).readPorts(source, pids),
  cgroup: async (lines: readonly CgroupLine[]) => (await import('./cgroup.ts')).readCgroupUse(lines),
  security: async (pid: number) => (await import('./security.ts')).readSecurity(pid),
  mounts: async (pid: number) => (await import('./mounts.ts')).readMounts(pid),
  userSpace: async (pid: number, startTime: number) => (await import('./user-space.ts')).readUserSpace(pid, startTime),
};
