/** Names of terminals, by their device numbers (Documentation/admin-guide/devices.txt). */

const UNIX98_SLAVE_FIRST = 136;
const UNIX98_SLAVE_LAST = 143;

/** Major number → how its devices are named. `minor` is counted from 0. */
const NAMED: Record<number, (minor: number) => string> = {
  4: (minor) => (minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`),
  5: (minor) => ['tty', 'console', 'ptmx'][minor] ?? `5:${minor}`,
  204: (minor) => (minor >= 64 && minor < 80 ? `ttyAMA${minor - 64}` : `204:${minor}`),
  229: (minor) => `hvc${minor}`,
};

/**
 * `pts/3`, `tty1`, else `major:minor`, for field 7 of proc_pid_stat(5): the minor is in bits 31–20 and 7–0, the major in
 * 15–8. Empty for a process without a terminal.
 */
export function ttyName(device: number): string {
  if (device === 0) return '';
  const major = (device >>> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  if (major >= UNIX98_SLAVE_FIRST && major <= UNIX98_SLAVE_LAST)
    return `pts/${(major - UNIX98_SLAVE_FIRST) * 256 + minor}`;
  return NAMED[major]?.(minor) ?? `${major}:${minor}`;
}
