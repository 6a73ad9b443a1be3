/** What is asked of the system about a container's first process. */
import { existsSync } from 'node:fs';
import type { Probe } from '../../core/containers/discover.ts';
import type { MainFacts } from '../../core/containers/kind.ts';
import { isHostRoot, seenInside } from '../../core/containers/mounts.ts';
import { type MountEntry, parseMountinfo } from '../../core/processes/mountinfo.ts';
import { parseStat } from '../../core/processes/stat.ts';
import type { ProcessEntry } from '../../core/processes/types.ts';
import { tryReadProc } from '../proc/read.ts';
import { freezerCheck } from './freezer.ts';
import { hostPath } from './host-path.ts';

/** Whoever may write to one of these starts what he likes, as root on the host. */
const SOCKETS = [
  '/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/crio/crio.sock',
];

/** A probe of this system. */
export function systemProbe(): Probe {
  const isFrozen = freezerCheck();
  let mounts: MountEntry[] | undefined;
  const host = () => {
    mounts ??= hostMounts();
    return mounts;
  };
  let present: string[] | undefined;
  const sockets = () => {
    present ??= SOCKETS.filter((path) => existsSync(hostPath(path)));
    return present;
  };
  return {
    facts: (main) => readFacts(main, host(), sockets()),
    frozen: ({ main }) => main !== undefined && isFrozen(main),
  };
}

/** The mounts as the host sees them: process 1 may be closed even to root, the kernel's thread 2 is not. */
function hostMounts(): MountEntry[] {
  const text = ['/proc/1/mountinfo', '/proc/2/mountinfo', '/proc/self/mountinfo'].map(tryReadProc).find(Boolean);
  return parseMountinfo(text ?? '');
}

/** Of just this process: it may have ended since it was found, and its number be another's. */
function readFacts(
  { pid, startTime }: ProcessEntry,
  host: readonly MountEntry[],
  sockets: readonly string[],
): MainFacts | undefined {
  const status = tryReadProc(`/proc/${pid}/status`);
  const mounts = parseMountinfo(tryReadProc(`/proc/${pid}/mountinfo`) ?? '');
  if (!status || parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '')?.startTime !== startTime) return undefined;
  return {
    capabilities: BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`),
    filters: countFilters(status),
    hostRoots: mounts.filter((mount) => isHostRoot(mount, host)).map(({ mountPoint }) => mountPoint),
    engineSockets: seenInside(sockets, mounts, host),
  };
}

/** Older kernels tell only that there is one. */
function countFilters(status: string): number {
  const [, count] = /^Seccomp_filters:\s*(\d+)$/m.exec(status) ?? [];
  return count === undefined ? Number(/^Seccomp:\s*[12]$/m.test(status)) : Number(count);
}
