/** The running kernel: what it was built with, what it allows, and what of it is installed. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { type KernelEvidence, SYSCTLS } from '../../core/doctor/evidence.ts';
import { parseKernelConfig, parseLockdown } from '../../core/doctor/parse.ts';
import { hostPath } from '../discover/host-path.ts';
import { tryReadText } from '../inspect/files.ts';

const MAX_CONFIG = 4 * 1024 * 1024;

export async function readKernel(): Promise<KernelEvidence> {
  const name = release();
  const config = await readConfig(name);
  const lockdown = tryReadText('/sys/kernel/security/lockdown', 4096);
  return {
    release: name,
    configFrom: config?.path ?? null,
    config: config ? parseKernelConfig(config.text) : {},
    sysctls: readSysctls(),
    btf: existsSync('/sys/kernel/btf/vmlinux'),
    lockdown: lockdown === undefined ? null : parseLockdown(lockdown),
    buildTree: buildTree(name),
    headers: installedHeaders(),
    debuginfo: DEBUGINFO.some((path) => existsSync(hostPath(path.replace('RELEASE', name)))),
  };
}

/** Where distributions put it; the first is the kernel's own. */
const CONFIGS = ['/boot/config-RELEASE', '/lib/modules/RELEASE/config', '/usr/lib/modules/RELEASE/config'];
const DEBUGINFO = ['/usr/lib/debug/lib/modules/RELEASE/vmlinux', '/usr/lib/debug/boot/vmlinux-RELEASE'];

async function readConfig(name: string): Promise<{ path: string; text: string } | undefined> {
  const zipped = '/proc/config.gz';
  try {
    const text = gunzipSync(await readFile(zipped), { maxOutputLength: MAX_CONFIG }).toString('latin1');
    return { path: zipped, text };
  } catch {
    // built without it
  }
  for (const template of CONFIGS) {
    const path = hostPath(template.replace('RELEASE', name));
    const text = tryReadText(path, MAX_CONFIG);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

function readSysctls(): KernelEvidence['sysctls'] {
  const found: KernelEvidence['sysctls'] = {};
  for (const name of SYSCTLS) {
    const text = tryReadText(`/proc/sys/${name.replaceAll('.', '/')}`, 64)?.trim() ?? '';
    if (/^-?\d+$/.test(text)) found[name] = Number(text);
  }
  return found;
}

function buildTree(name: string): string | null {
  const path = hostPath(`/lib/modules/${name}/build`);
  return existsSync(`${path}/Makefile`) ? path : null;
}

/** Releases by the names of folders: Debian's and Fedora's. */
function installedHeaders(): string[] {
  const debian = namesIn('/usr/src').flatMap((name) => /^linux-headers-(\d.*)$/.exec(name)?.[1] ?? []);
  const fedora = namesIn('/usr/src/kernels').filter((name) => /^\d/.test(name));
  return [...debian.filter((name) => !name.endsWith('-common')), ...fedora].sort();
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(hostPath(directory));
  } catch {
    return [];
  }
}
