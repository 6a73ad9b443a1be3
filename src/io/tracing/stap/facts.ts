/** What of the running kernel decides which of SystemTap's runtimes can be used. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { CAPABILITIES, type Capability } from '../../../core/capabilities.ts';
import type { StapFacts } from '../../../tracers/stap/runtime.ts';
import { effectiveCapabilities } from '../../capabilities.ts';

/** Reads them; what cannot be read is null or empty. */
export function readStapFacts(kernel: string = release()): StapFacts {
  const config = kernelConfig(kernel);
  const has = (option: string) => (config === '' ? null : config.includes(`\n${option}=y`));
  const build = `/lib/modules/${kernel}/build`;
  return {
    release: kernel,
    modules: has('CONFIG_MODULES'),
    kprobes: has('CONFIG_KPROBES'),
    mayLoad: hasCapability('SYS_MODULE'),
    build: isBuildTree(build) ? build : '',
    debuginfo: debuginfoOf(kernel),
    btf: existsSync('/sys/kernel/btf/vmlinux'),
    headers: isBuildTree(build) ? build : newestHeaders(),
  };
}

/** The running kernel's configuration as text; empty when it is nowhere. */
export function kernelConfig(kernel: string): string {
  try {
    return `\n${gunzipSync(readFileSync('/proc/config.gz')).toString('latin1')}`;
  } catch {
    for (const path of [`/boot/config-${kernel}`, `/lib/modules/${kernel}/config`]) {
      if (existsSync(path)) return `\n${readFileSync(path, 'latin1')}`;
    }
    return '';
  }
}

/** This process has the capability now: `SYS_RESOURCE`. */
function hasCapability(name: Capability): boolean {
  const bit = CAPABILITIES.indexOf(name);
  return (effectiveCapabilities() & (1n << BigInt(bit))) !== 0n;
}

/** Where distributions put it: Debian, Fedora, and a kernel that was built here. */
function debuginfoOf(kernel: string): string {
  const places = [
    `/usr/lib/debug/boot/vmlinux-${kernel}`,
    `/usr/lib/debug/lib/modules/${kernel}/vmlinux`,
    `/usr/lib/debug/usr/lib/modules/${kernel}/vmlinux`,
    `/lib/modules/${kernel}/build/vmlinux`,
    `/boot/vmlinux-${kernel}`,
  ];
  return places.find((path) => existsSync(path)) ?? '';
}

/** Has a configured kernel's headers, complete enough to compile against. */
function isBuildTree(path: string): boolean {
  return existsSync(`${path}/Makefile`) && existsSync(`${path}/include/generated/autoconf.h`);
}

/** Any kernel's headers will do, the newest best: linux-headers-… (Debian, Ubuntu), kernels/… (Fedora, RHEL). */
function newestHeaders(): string {
  const below = (folder: string, wanted: RegExp) => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.filter((name) => wanted.test(name)).map((name) => `${folder}/${name}`);
  };
  const trees = [...below('/usr/src', /^linux-headers-/), ...below('/usr/src/kernels', /^\d/)].filter(isBuildTree);
  return trees.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? '';
}
