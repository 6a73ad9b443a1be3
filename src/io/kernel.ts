/** What is installed of the running kernel: its configuration, headers, debugging information. The host's, also from a container that has its files at /host. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { hostPath } from './discover/host-path.ts';
import { tryReadText } from './inspect/files.ts';

const MAX_CONFIG = 4 * 1024 * 1024;

/** Where distributions put it, beside the kernel's own /proc/config.gz. */
const CONFIGS = ['/boot/config-RELEASE', '/lib/modules/RELEASE/config', '/usr/lib/modules/RELEASE/config'];

/** Debian, Fedora, and a kernel that was built here. */
const DEBUGINFO = [
  '/usr/lib/debug/boot/vmlinux-RELEASE',
  '/usr/lib/debug/lib/modules/RELEASE/vmlinux',
  '/usr/lib/debug/usr/lib/modules/RELEASE/vmlinux',
  '/lib/modules/RELEASE/build/vmlinux',
  '/boot/vmlinux-RELEASE',
];

const placesOf = (templates: readonly string[], release: string) =>
  templates.map((template) => hostPath(template.replace('RELEASE', release)));

/** Lines `CONFIG_…=y`, and where they were read; undefined: nowhere to be read. */
export function readKernelConfig(release: string): { path: string; text: string } | undefined {
  const zipped = '/proc/config.gz';
  try {
    const text = gunzipSync(readFileSync(zipped), { maxOutputLength: MAX_CONFIG }).toString('latin1');
    return { path: zipped, text };
  } catch {
    // built without it
  }
  for (const path of placesOf(CONFIGS, release)) {
    const text = tryReadText(path, MAX_CONFIG);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/** A vmlinux with DWARF of this very kernel; undefined: none. */
export const findDebuginfo = (release: string): string | undefined =>
  placesOf(DEBUGINFO, release).find((path) => existsSync(path));

/** A directory to build modules for this very kernel in; undefined: none. */
export function findBuildTree(release: string): string | undefined {
  const path = hostPath(`/lib/modules/${release}/build`);
  return isBuildTree(path) ? path : undefined;
}

export interface HeaderTree {
  release: string;
  path: string;
}

/** Headers of any kernels, the newest last: linux-headers-… (Debian, Ubuntu), kernels/… (Fedora, RHEL). */
export function findHeaders(): HeaderTree[] {
  const trees = [...below('/usr/src', /^linux-headers-(.*)$/), ...below('/usr/src/kernels', /^(\d.*)$/)];
  return trees
    .filter(({ path }) => isBuildTree(path))
    .sort((a, b) => a.release.localeCompare(b.release, 'en', { numeric: true }));
}

/** `pattern` has the release in its first group. */
function below(folder: string, pattern: RegExp): HeaderTree[] {
  const place = hostPath(folder);
  return namesIn(place).flatMap((name) => {
    const release = pattern.exec(name)?.[1];
    return release === undefined ? [] : [{ release, path: `${place}/${name}` }];
  });
}

/** Has a configured kernel's headers, complete enough to compile against: a part that several kernels share is not. */
function isBuildTree(path: string): boolean {
  return existsSync(`${path}/Makefile`) && existsSync(`${path}/include/generated/autoconf.h`);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
