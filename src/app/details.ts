/** What one process, namespace or control group tells when it is looked at closely. */
import type { Network } from '../core/inspect/network.ts';
import type { Security } from '../core/inspect/security.ts';
import type { UserSpace } from '../core/inspect/user-space.ts';
import type { MountEntry } from '../core/processes/mountinfo.ts';
import type { CgroupLine } from '../core/processes/types.ts';
import type { CgroupReading } from '../io/inspect/cgroup.ts';
import type { NetworkSource } from '../io/inspect/network.ts';
import type { PortReading } from '../io/inspect/ports.ts';

/** Each throws an SpcError that says why nothing at all can be told. */
export interface Details {
  /** By inode; what is gone is missing. `host`: inode of the host's. */
  networks(sources: readonly NetworkSource[], host: number | undefined): Promise<Map<number, Network>>;
  /** `pids`: whose descriptors tell who holds a port. */
  ports(source: NetworkSource, pids: readonly number[]): Promise<PortReading>;
  cgroup(lines: readonly CgroupLine[]): Promise<CgroupReading>;
  security(pid: number): Promise<{ security: Security; gaps: string[] }>;
  mounts(pid: number): Promise<MountEntry[]>;
  userSpace(pid: number, startTime: number): Promise<UserSpace>;
}
