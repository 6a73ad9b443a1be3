/** What is known of a machine and of this process, gathered once: all that a diagnosis is made of. Texts are hostile. */
import type { Capability } from '../capabilities.ts';
import type { EngineName } from '../types.ts';

/** Options of the kernel's configuration that a diagnosis reads. */
export const CONFIG_OPTIONS = [
  'BPF_EVENTS',
  'BPF_SYSCALL',
  'FTRACE_SYSCALLS',
  'KPROBES',
  'MODULES',
  'MODULE_SIG_FORCE',
  'PACKET',
  'PERF_EVENTS',
  'PROC_EVENTS',
  'TIME_NS',
  'UPROBES',
  'USER_NS',
] as const;
export type ConfigOption = (typeof CONFIG_OPTIONS)[number];

/** Files below /proc/sys, with dots. */
export const SYSCTLS = [
  'kernel.yama.ptrace_scope',
  'kernel.perf_event_paranoid',
  'kernel.unprivileged_bpf_disabled',
  'kernel.modules_disabled',
] as const;
export type Sysctl = (typeof SYSCTLS)[number];

/** Programs that are looked for. */
export const TOOLS = [
  'strace',
  'tcpdump',
  'stap',
  'bpftrace',
  'perf',
  'gdb',
  'gcc',
  'make',
  'bpftool',
  'runc',
  'crun',
] as const;
export type ToolName = (typeof TOOLS)[number];

export interface KernelEvidence {
  /** uname -r. */
  release: string;
  /** Where the configuration was read; null: nowhere, and nothing is known of it. */
  configFrom: string | null;
  /** `y`, `m`, or `n` for an option that the configuration says is not set, or does not name. Empty without one. */
  config: Partial<Record<ConfigOption, 'y' | 'm' | 'n'>>;
  sysctls: Partial<Record<Sysctl, number>>;
  /** /sys/kernel/btf/vmlinux is there. */
  btf: boolean;
  /** Of /sys/kernel/security/lockdown: `none`, `integrity`, `confidentiality`; null: no such file. */
  lockdown: string | null;
  /** A directory to build modules for this very kernel in; null: none. */
  buildTree: string | null;
  /** Releases that headers are installed of, the newest last. */
  headers: string[];
  /** The kernel's debuginfo was found. */
  debuginfo: boolean;
}

export interface SelfEvidence {
  uid: number;
  /** Effective; null: not told. */
  capabilities: string[] | null;
  /** /proc/self/status: 0 off, 1 strict, 2 filter; null: not told. */
  seccomp: number | null;
  noNewPrivileges: boolean;
  /** As AppArmor or SELinux names it; empty: none. */
  label: string;
  /** In the machine's first namespace of that kind; null: cannot be told. */
  initial: { pid: boolean | null; user: boolean | null; net: boolean | null };
  /** Some namespace is not the machine's first: in a container, or in what is like one. */
  contained: boolean;
  /** `invisible` and the like (hidepid in proc(5)); empty: nothing is hidden. */
  hidepid: string;
  /** A directory that tracefs is mounted at; null: nowhere in sight. */
  tracefs: string | null;
  /** Version of control groups: 1, 2, or both at once. */
  cgroups: 'v1' | 'v2' | 'hybrid' | 'none';
  /** Bytes that may be locked; null: no limit. */
  memlock: number | null;
}

/**
 * A program found on the host; null: it is not there. `version`: empty when it did not say in time. `unsafe`: why none that
 * is there may be run: others can change it.
 */
export type ToolEvidence = { path: string; version: string } | { unsafe: string } | null;

export type EngineEvidence =
  | { state: 'missing' }
  /** It is there and does not answer: its own words. */
  | { state: 'silent'; why: string }
  /** No answer in the time there was: it is hung, or the machine is busy. */
  | { state: 'slow'; why: string }
  /** It is there and says that this user may not. */
  | { state: 'refused'; why: string }
  | { state: 'answers'; version: string; rootless: boolean; server: string; runtime: string };

/** Engines that are asked through their CLI. */
export type CliEngine = Exclude<EngineName, 'builtin'>;

/** What came of really trying an ability. `partial`: only a first step was tried, so that success proves little. */
export type Attempt = { ok: boolean; text: string; partial?: boolean };

export interface ToolsImageEvidence {
  reference: string;
  /** Those that have one that was built here. */
  engines: EngineName[];
  /** Those that have one of that name, which was not built here, and is not run unasked. */
  unproven: EngineName[];
}

export interface Evidence {
  kernel: KernelEvidence;
  self: SelfEvidence;
  tools: Record<ToolName, ToolEvidence>;
  engines: Record<CliEngine, EngineEvidence>;
  /** null: it was not looked for, or no engine answered. */
  toolsImage: ToolsImageEvidence | null;
  /** By the name of the ability. */
  attempts: Readonly<Record<string, Attempt>>;
}

/** A capability is in force. null: not told. */
export function hasCapability({ self }: Evidence, name: Capability): boolean | null {
  return self.capabilities?.includes(name) ?? null;
}

/** `6.18.44-fc` is at least 5.8. */
export function kernelAtLeast({ kernel }: Evidence, major: number, minor: number): boolean {
  return versionAtLeast(kernel.release, [major, minor]);
}

/** Compares the first numbers with dots in a text; one that has none is of any version. */
export function versionAtLeast(text: string, wanted: readonly number[]): boolean {
  const found = /\d+(?:\.\d+)*/.exec(text)?.[0].split('.').map(Number);
  if (!found) return true;
  for (const [at, want] of wanted.entries()) {
    const have = found[at] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
}
