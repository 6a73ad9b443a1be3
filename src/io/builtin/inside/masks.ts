/** What of /proc and /sys an unprivileged container may not see or change: docker's lists (oci/defaults.go of moby). */
import { statSync } from 'node:fs';
import { MS } from '../../linux/constants.ts';
import { attach, mount } from '../../linux.ts';
import { place } from './sources.ts';
import { exists } from './target.ts';

const HIDDEN = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/**
 * Takes the host's /dev/null now: inside, it could be something else (CVE-2025-31133).
 *
 * @returns what masks the paths, to be called inside
 */
export function masks(): () => void {
  const nulls = HIDDEN.map((path) => place('/dev/null', path));
  return () => {
    for (const { fd, target } of nulls) hide(target, fd);
    for (const path of READ_ONLY) if (exists(path)) protect(path);
  };
}

function hide(path: string, nullFd: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) mount('tmpfs', 'tmpfs', path, MS.RDONLY | MS.NOSUID | MS.NODEV | MS.NOEXEC, 'size=0k');
  else if (found) attach(nullFd, path);
}

function protect(path: string): void {
  mount(null, path, path, MS.BIND | MS.REC);
  mount(null, null, path, MS.BIND | MS.REMOUNT | MS.RDONLY | MS.NOSUID | MS.NODEV | MS.NOEXEC);
}
