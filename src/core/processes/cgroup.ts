/** /proc/PID/cgroup. */
import type { CgroupLine } from './types.ts';

/**
 * Reads /proc/PID/cgroup (cgroups(7)): `ID:controllers:path` lines. A path may hold colons but no newline: the kernel
 * refuses to make such a group. Lines of another form are left out.
 */
export function parseCgroup(text: string): CgroupLine[] {
  return text.split('\n').flatMap((line) => {
    const first = line.indexOf(':');
    const second = line.indexOf(':', first + 1);
    if (first < 1 || second < 0) return [];
    const controllers = line.slice(first + 1, second);
    return [{ controllers: controllers === '' ? [] : controllers.split(','), path: line.slice(second + 1) }];
  });
}
