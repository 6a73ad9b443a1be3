/** This process: its rights, its namespaces, what is mounted around it. */
import type { SelfEvidence } from '../../core/doctor/evidence.ts';
import { parseMemlock } from '../../core/doctor/parse.ts';
import { type MountEntry, parseMountinfo } from '../../core/processes/mountinfo.ts';
import type { NamespaceSet, NamespaceType } from '../../core/processes/types.ts';
import { tryReadText } from '../inspect/files.ts';
import { readSecurity } from '../inspect/security.ts';
import { hostNamespaces, readNamespaces } from '../proc/namespaces.ts';
import { MAX_MOUNTINFO } from '../proc/read.ts';

/** linux/proc_ns.h: the inodes of the first namespaces never change. net and mnt have some since 6.18 only. */
const FIRST: NamespaceSet = {
  ipc: 4026531839,
  uts: 4026531838,
  user: 4026531837,
  pid: 4026531836,
  cgroup: 4026531835,
};

export function readSelf(): SelfEvidence {
  const { security } = readSecurity(process.pid);
  const mounts = parseMountinfo(tryReadText('/proc/self/mountinfo', MAX_MOUNTINFO) ?? '');
  const own = readNamespaces('self') ?? {};
  const host = hostNamespaces();
  const isFirst = (type: NamespaceType) => first(type, own, host);
  return {
    uid: process.geteuid?.() ?? 0,
    capabilities: security.capabilities?.effective ?? null,
    seccomp: ['disabled', 'strict', 'filter'].indexOf(security.seccomp.mode),
    noNewPrivileges: security.noNewPrivileges === true,
    label: security.lsmLabel,
    initial: { pid: isFirst('pid'), user: isFirst('user'), net: isFirst('net') },
    contained: (['pid', 'user', 'uts', 'ipc', 'cgroup', 'mnt', 'net'] as const).some((type) => isFirst(type) === false),
    hidepid: hidingOption(mounts),
    tracefs: tracefsMount(mounts),
    cgroups: cgroupVersions(mounts),
    memlock: parseMemlock(tryReadText('/proc/self/limits', 16 * 1024) ?? ''),
  };
}

/** By its number where that is fixed; else beside the host's, which a nested pid namespace hides. */
function first(type: NamespaceType, own: NamespaceSet, host: NamespaceSet): boolean | null {
  const inode = own[type];
  if (inode === undefined) return null;
  const fixed = FIRST[type];
  if (fixed !== undefined) return inode === fixed;
  // thread 2 is the kernel's only where processes are numbered as on the host
  if (own.pid !== FIRST.pid) return false;
  return host[type] === undefined ? null : inode === host[type];
}

/** `hidepid=invisible`; empty: nothing is hidden (proc(5)). */
function hidingOption(mounts: readonly MountEntry[]): string {
  const options = mounts.findLast(({ mountPoint }) => mountPoint === '/proc')?.superOptions ?? [];
  return options.find((option) => /^hidepid=(?!0|off)/.test(option)) ?? '';
}

/** Another place than below /sys no tool looks at. */
function tracefsMount(mounts: readonly MountEntry[]): string | null {
  return (
    mounts.findLast(({ type, mountPoint }) => type === 'tracefs' && mountPoint.startsWith('/sys/'))?.mountPoint ?? null
  );
}

function cgroupVersions(mounts: readonly MountEntry[]): SelfEvidence['cgroups'] {
  const v1 = mounts.some(({ type }) => type === 'cgroup');
  const v2 = mounts.some(({ type }) => type === 'cgroup2');
  if (v1) return v2 ? 'hybrid' : 'v1';
  return v2 ? 'v2' : 'none';
}
