/** The building blocks of every ability: one thing looked at each. None: nothing is wrong, and nothing worth a line. */
import type { Capability } from '../capabilities.ts';
import type { Finding, State } from './diagnosis.ts';
import { type ConfigOption, type Evidence, hasCapability, kernelAtLeast, type ToolName } from './evidence.ts';

/** The program, with its version; what the host has not is taken from the image of tools. */
export function tool(evidence: Evidence, name: ToolName): Finding[] {
  const found = evidence.tools[name];
  const image = imageWith(evidence, name);
  if (!found && image) return [{ state: 'works', text: `not on the host; from ${image}` }];
  if (!found) return [{ state: 'missing', text: `there is no ${name} here` }];
  if ('unsafe' in found) return [{ state: 'denied', text: `no ${name} here may be run: ${found.unsafe}` }];
  return [{ state: 'works', text: found.version === '' ? found.path : `${found.version}, ${found.path}` }];
}

/** The image a tool is taken from: `localhost/rhel-tools:latest (docker)`; undefined: none that may run and has it. */
export function imageWith({ toolsImage, self }: Evidence, name: ToolName): string | undefined {
  const [engine] = toolsImage?.engines ?? [];
  if (!toolsImage || !engine || self.uid !== 0 || COMPILERS.includes(name)) return undefined;
  return `${toolsImage.reference} (${engine})`;
}

/** What stap calls on the host itself. */
const COMPILERS: readonly ToolName[] = ['gcc', 'make', 'bpftool'];

/** A capability in the effective set. `without`: what its absence makes of the ability. */
export function capability(evidence: Evidence, name: Capability, without: State, why = ''): Finding[] {
  const has = hasCapability(evidence, name);
  if (has === null) return [{ state: 'unknown', text: 'capabilities cannot be read' }];
  if (has) return [{ state: 'works', text: `CapEff has CAP_${name}` }];
  return [{ state: without, text: `CapEff lacks CAP_${name}${why && `: ${why}`}` }];
}

/** A right that CAP_SYS_ADMIN gave before Linux 5.8, and gives still (capabilities(7)). */
export function finer(evidence: Evidence, name: 'BPF' | 'PERFMON', without: State): Finding[] {
  const { capabilities } = evidence.self;
  if (!capabilities) return [{ state: 'unknown', text: 'capabilities cannot be read' }];
  const holder = [name, 'SYS_ADMIN'].find((each) => capabilities.includes(each));
  if (holder) return [{ state: 'works', text: `CapEff has CAP_${holder}` }];
  const names = kernelAtLeast(evidence, 5, 8) ? `CAP_${name} and CAP_SYS_ADMIN` : 'CAP_SYS_ADMIN';
  return [{ state: without, text: `CapEff lacks ${names}` }];
}

/** An option of the kernel; `n` is `missing` unless told. Nothing when it is built in. */
export function config({ kernel }: Evidence, option: ConfigOption, without: State = 'missing', why = ''): Finding[] {
  const value = kernel.config[option];
  if (value === undefined) return [];
  if (value !== 'n') return [{ state: 'works', text: `CONFIG_${option}=${value}` }];
  return [{ state: without, text: `CONFIG_${option} is not set${why && `: ${why}`}` }];
}

/** Rights in a user namespace of its own count for nothing outside it (user_namespaces(7)). */
export function firstUserNamespace({ self }: Evidence, otherwise: State): Finding[] {
  if (self.initial.user !== false) return [];
  return [{ state: otherwise, text: "the user namespace is not the host's first: capabilities count only inside it" }];
}

/** Other processes than those of this container are not in sight. */
export function hostProcesses({ self }: Evidence): Finding[] {
  if (self.initial.pid !== false) return [];
  return [{ state: 'limited', text: "the pid namespace is not the host's: only processes in it are in reach" }];
}

/** lockdown: kernel_lockdown(7). */
export function lockdown(
  { kernel }: Pick<Evidence, 'kernel'>,
  level: 'integrity' | 'confidentiality',
  what: string,
): Finding[] {
  const levels = ['none', 'integrity', 'confidentiality'];
  const now = levels.indexOf(kernel.lockdown ?? 'none');
  if (now < levels.indexOf(level)) return [];
  return [{ state: 'denied', text: `kernel lockdown is ${kernel.lockdown}: ${what}` }];
}

/** tracefs, where tracepoints are described. */
export function tracefs(evidence: Evidence): Finding[] {
  const { tracefs } = evidence.self;
  if (tracefs !== null) return [{ state: 'works', text: `tracefs is at ${tracefs}` }];
  if (hasCapability(evidence, 'SYS_ADMIN'))
    return [{ state: 'limited', text: 'tracefs is not mounted: with CAP_SYS_ADMIN spc mounts it for a session' }];
  return [{ state: 'denied', text: 'tracefs is not mounted: there are no tracepoints to name' }];
}

/** What AppArmor and SELinux let trace, by the label that engines give (ptrace rules of docker-default; container_t). */
export function lsm({ self }: Evidence): Finding[] {
  if (
    self.label === '' ||
    /^(unconfined|kernel)\b/.test(self.label) ||
    /:(unconfined_t|spc_t|unconfined_service_t)/.test(self.label)
  )
    return [];
  if (confinedBy(self.label) === 'selinux' && !/:container_t/.test(self.label)) return [];
  return [{ state: 'limited', text: `label ${self.label}: only processes of the same label may be traced` }];
}

/** An SELinux label has four parts, with colons. */
export function confinedBy(label: string): 'apparmor' | 'selinux' {
  return label.split(':').length >= 4 ? 'selinux' : 'apparmor';
}

/** The machine's own rules for BPF. Before 5.11 its memory counted as locked (RLIMIT_MEMLOCK). */
export function memlock(evidence: Evidence): Finding[] {
  const { memlock } = evidence.self;
  if (kernelAtLeast(evidence, 5, 11) || memlock === null || hasCapability(evidence, 'SYS_RESOURCE')) return [];
  const MAP_BYTES = 8 * 1024 * 1024;
  if (memlock >= MAP_BYTES) return [];
  return [
    { state: 'limited', text: `locked memory is limited to ${memlock} bytes, and kernels before 5.11 count BPF maps` },
  ];
}

/** Engines' filters let go with CAP_SYS_ADMIN what some of them refuse with the finer capability. */
export function filtered(evidence: Evidence, call: string): Finding[] {
  const { self } = evidence;
  if (self.seccomp !== 2 || hasCapability(evidence, 'SYS_ADMIN')) return [];
  return [{ state: 'unknown', text: `Seccomp: 2 (filter): it may refuse ${call}; only --try tells` }];
}
