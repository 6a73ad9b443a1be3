/** What is asked of the system about a container's first process. */
import { existsSync } from 'node:fs';
import type { Probe } from '../../core/containers/discover.ts';
import type { MainFacts } from '../../core/containers/kind.ts';
import { type HostMounts, hostMountsOf, isHostRoot, seenInside } from '../../core/containers/mounts.ts';
import { parseMountinfo } from '../../core/processes/mountinfo.ts';
import { parseStat } from '../../core/processes/stat.ts';
import type { ProcessEntry } from '../../core/processes/types.ts';
import { MAX_MOUNTINFO, tryReadProc } from '../proc/read.ts';
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
  let mounts: HostMounts | undefined;
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
    facts: (main) => readFacts(main, host, sockets),
    frozen: ({ main }) => main !== undefined && isFrozen(main),
  };
}

/** The mounts as the host sees them: process 1 may be closed even to root, the kernel's thread 2 is not. */
function hostMounts(): HostMounts {
  const read = (pid: string) => tryReadProc(`/proc/${pid}/mountinfo`, MAX_MOUNTINFO);
  return hostMountsOf(parseMountinfo(read('1') || read('2') || read('self') || ''));
}

/** Of just this process: it may have ended since it was found, and its number be another's. */
function readFacts(
  process: ProcessEntry,
  host: () => HostMounts,
  sockets: () => readonly string[],
): MainFacts | undefined {
  const status = tryReadProc(`/proc/${process.pid}/status`);
  if (!status || !isStill(process)) return undefined;
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  let read: MountFacts | undefined;
  const mounts = () => {
    read ??= readMounts(process, host(), sockets());
    return read;
  };
  return {
    capabilities,
    filters: countFilters(status),
    // long tables, and who asks for filters alone asks for each of many processes
    get hostRoots() {
      return mounts().hostRoots;
    },
    get engineSockets() {
      return mounts().engineSockets;
    },
    get mountsCut() {
      return mounts().mountsCut;
    },
  };
}

type MountFacts = Pick<MainFacts, 'hostRoots' | 'engineSockets' | 'mountsCut'>;

function readMounts(process: ProcessEntry, host: HostMounts, sockets: readonly string[]): MountFacts {
  const text = tryReadProc(`/proc/${process.pid}/mountinfo`, MAX_MOUNTINFO) ?? '';
  if (!isStill(process)) return { hostRoots: [], engineSockets: [], mountsCut: false };
  const mounts = parseMountinfo(text);
  return {
    hostRoots: mounts.filter((mount) => isHostRoot(mount, host)).map(({ mountPoint }) => mountPoint),
    engineSockets: seenInside(sockets, mounts, host),
    mountsCut: Buffer.byteLength(text) >= MAX_MOUNTINFO,
  };
}

function isStill({ pid, startTime }: ProcessEntry): boolean {
  return parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '')?.startTime === startTime;
}

/** Older kernels tell only that there is one. */
function countFilters(status: string): number {
  const [, count] = /^Seccomp_filters:\s*(\d+)$/m.exec(status) ?? [];
  return count === undefined ? Number(/^Seccomp:\s*[12]$/m.test(status)) : Number(count);
}
