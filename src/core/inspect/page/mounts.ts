/** What is mounted where. */
import type { PageItem } from '../../page.ts';
import type { MountEntry } from '../../processes/mountinfo.ts';
import type { Inspection } from '../inspection.ts';
import { firstOf } from './items.ts';

const SHOWN = 12;

/** File systems that hold nobody's data. */
const KERNEL =
  /^(proc|sysfs|cgroup2?|devpts|mqueue|devtmpfs|securityfs|debugfs|tracefs|bpf|nsfs|pstore|configfs|fusectl|binfmt_misc|hugetlbfs|autofs)$/;

/** Mounts that hold data; with `all` every one. */
export function mountItems({ mounts }: Inspection, all: boolean): PageItem[] {
  if (!mounts) return [];
  const interesting = all ? mounts : mounts.filter(holdsData);
  const [shown, notes] = firstOf(interesting, SHOWN, all, 'mounts');
  const hidden = mounts.length - interesting.length;
  const rows = shown.map((mount) => [
    mount.mountPoint,
    mount.type,
    mount.options.includes('ro') ? 'ro' : 'rw',
    sourceText(mount),
  ]);
  return [
    ...(rows.length > 0 ? [{ rows }] : []),
    ...notes,
    ...(hidden > 0 ? [{ note: `and ${hidden} of the system's own (proc, sysfs, cgroup, /dev …): --all` }] : []),
  ];
}

/** A mask laid over a file of /proc or /sys is the system's, too. */
function holdsData({ type, mountPoint }: MountEntry): boolean {
  return !KERNEL.test(type) && !/^\/(proc|sys|dev)(\/|$)/.test(mountPoint);
}

/** As findmnt(8): the part of the file system that is mounted in brackets. An overlay's layers are in --json. */
function sourceText({ source, root, type }: MountEntry): string {
  if (type === 'overlay') return 'image layers and a writable one';
  return root === '/' ? source : `${source}[${root}]`;
}
