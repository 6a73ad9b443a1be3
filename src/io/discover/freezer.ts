/** Whether the kernel has stopped a container's processes: the freezer of v1, cgroup.freeze of v2. */
import { cgroupMounts, placeGroups } from '../../core/inspect/cgroup-place.ts';
import type { CgroupLine, ProcessEntry } from '../../core/processes/types.ts';
import { MAX_MOUNTINFO, tryReadProc } from '../proc/read.ts';

/** Which file of a hierarchy tells it, and how (cgroup-v1/freezer-subsystem.rst; cgroup-v2.rst, cgroup.events). */
const SIGNS = [
  {
    applies: (controllers: readonly string[]) => controllers.includes('freezer'),
    file: 'freezer.state',
    frozen: /^FR/,
  },
  {
    applies: (controllers: readonly string[]) => controllers.length === 0,
    file: 'cgroup.events',
    frozen: /^frozen 1$/m,
  },
];

/** A check for many processes: their own cgroup, or one above it, is frozen. */
export function freezerCheck(): (process: ProcessEntry) => boolean {
  const mounts = cgroupMounts(tryReadProc('/proc/self/mountinfo', MAX_MOUNTINFO) ?? '');
  return ({ cgroups = [] }) => placeGroups(cgroups, mounts).some(({ line, places }) => isFrozen(line, places));
}

function isFrozen({ controllers, path }: CgroupLine, places: readonly { directory: string }[]): boolean {
  const sign = SIGNS.find(({ applies }) => applies(controllers));
  if (!sign || path === '/') return false;
  return places.some(({ directory }) => sign.frozen.test(tryReadProc(`${directory}/${sign.file}`) ?? ''));
}
