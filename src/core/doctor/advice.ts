/** Needs → the least that must be given: flags of engines, a pod's YAML, and what to do on the host itself. */
import { type Capability, DEFAULT_CAPABILITIES } from '../capabilities.ts';
import type { Advice, Need } from './diagnosis.ts';
import { type Evidence, hasCapability, kernelAtLeast, type ToolName } from './evidence.ts';

/**
 * In a container, flags for each engine: all that is needed beyond its ordinary container, so that they are enough as they
 * stand. On the host, what to do there. Both are given, best first for where spc runs now.
 */
export function adviceFor(needs: readonly Need[], evidence: Evidence): Advice[] {
  const engines = needs.some(isForEngines) ? PLATFORMS.map((platform) => onEngine(platform, needs, evidence)) : [];
  const host = { platform: 'host', flags: [], text: hostLines(needs, evidence).join('\n') };
  const hosts = host.text === '' ? [] : [host];
  return evidence.self.contained ? [...engines, ...hosts] : [...hosts, ...engines];
}

/**
 * What platforms differ in. docker knows CAP_BPF and CAP_PERFMON since 23, and its filter lets bpf(2) and
 * perf_event_open(2) go with them; podman's filter lets them go with CAP_SYS_ADMIN only. Kubernetes uses no filter unless
 * it is told to, and containerd's does as docker's.
 */
interface Platform {
  name: 'docker' | 'docker before 23' | 'podman' | 'kubernetes';
  /** It knows the capabilities of Linux 5.8. */
  finer: boolean;
  /** Its filter must be taken away for what they allow. */
  unfiltered: boolean;
  /** What its ordinary container has. */
  has: readonly Capability[];
}

/** podman leaves out what docker gives of these (containers.conf(5), default_capabilities, since 4.0). */
const PODMAN_WITHOUT: readonly Capability[] = ['NET_RAW', 'MKNOD', 'AUDIT_WRITE'];

const PLATFORMS: readonly Platform[] = [
  { name: 'docker', finer: true, unfiltered: false, has: DEFAULT_CAPABILITIES },
  { name: 'docker before 23', finer: false, unfiltered: false, has: DEFAULT_CAPABILITIES },
  {
    name: 'podman',
    finer: true,
    unfiltered: true,
    has: DEFAULT_CAPABILITIES.filter((name) => !PODMAN_WITHOUT.includes(name)),
  },
  { name: 'kubernetes', finer: true, unfiltered: false, has: DEFAULT_CAPABILITIES },
];

const isForEngines = ({ kind }: Need) => !['host', 'tool', 'kernel', 'sysctl', 'initial-user-namespace'].includes(kind);

function onEngine(platform: Platform, needs: readonly Need[], evidence: Evidence): Advice {
  const fits = platform.finer && kernelAtLeast(evidence, 5, 8);
  const capabilities = capabilitiesFor(needs, fits).filter((name) => !platform.has.includes(name));
  const finer = fits && needs.some(({ kind }) => kind === 'bpf' || kind === 'perfmon');
  const unfiltered = finer && platform.unfiltered && !capabilities.includes('SYS_ADMIN');
  if (platform.name === 'kubernetes') return { platform: platform.name, flags: [], text: podYaml(capabilities, needs) };
  const flags = [
    ...capabilities.map((name) => `--cap-add=${name}`),
    ...(unfiltered ? ['--security-opt=seccomp=unconfined'] : []),
    ...needs.flatMap(flagsOf),
  ];
  return { platform: platform.name, flags: [...new Set(flags)], text: '' };
}

function capabilitiesFor(needs: readonly Need[], finer: boolean): Capability[] {
  const names = needs.flatMap((need): Capability[] => {
    if (need.kind === 'capability') return [need.name];
    if (need.kind === 'bpf') return finer ? ['BPF', 'PERFMON'] : ['SYS_ADMIN'];
    if (need.kind === 'perfmon') return [finer ? 'PERFMON' : 'SYS_ADMIN'];
    return [];
  });
  return [...new Set(names)];
}

function flagsOf(need: Need): string[] {
  switch (need.kind) {
    case 'share':
      return [need.namespace === 'pid' ? '--pid=host' : '--network=host'];
    case 'mount':
      return [`--volume=${need.path}:${need.path}${need.writable ? '' : ':ro'}`];
    case 'unconfined':
      return [need.by === 'apparmor' ? '--security-opt=apparmor=unconfined' : '--security-opt=label=disable'];
    case 'memlock':
      return ['--ulimit=memlock=-1'];
    default:
      return [];
  }
}

/** A part of a pod's spec; names to be filled in are in capitals. */
function podYaml(capabilities: readonly Capability[], needs: readonly Need[]): string {
  const shares = needs.flatMap((need) => (need.kind === 'share' ? [need.namespace] : []));
  const mounts = needs.flatMap((need) => (need.kind === 'mount' ? [need] : []));
  const apparmor = needs.some((need) => need.kind === 'unconfined' && need.by === 'apparmor');
  const selinux = needs.some((need) => need.kind === 'unconfined' && need.by === 'selinux');
  return [
    ...(shares.includes('pid') ? ['hostPID: true'] : []),
    ...(shares.includes('net') ? ['hostNetwork: true'] : []),
    'containers:',
    '- name: NAME',
    '  securityContext:',
    ...(capabilities.length > 0 ? [`    capabilities: {add: [${capabilities.join(', ')}]}`] : ['    runAsUser: 0']),
    ...(apparmor ? ['    appArmorProfile: {type: Unconfined}'] : []),
    ...(selinux ? ['    seLinuxOptions: {type: spc_t}'] : []),
    ...(mounts.length > 0 ? ['  volumeMounts:'] : []),
    ...mounts.map(
      ({ path, writable }, at) => `  - {name: host-${at}, mountPath: ${path}${writable ? '' : ', readOnly: true'}}`,
    ),
    ...(mounts.length > 0 ? ['volumes:'] : []),
    ...mounts.map(({ path }, at) => `- {name: host-${at}, hostPath: {path: ${path}}}`),
  ].join('\n');
}

/** Names of packages, where they are not the program's own (tools-image/packages.yaml has the same). */
const PACKAGES: Partial<Record<ToolName, { apt: string; dnf: string }>> = {
  perf: { apt: 'linux-perf', dnf: 'perf' },
  stap: { apt: 'systemtap', dnf: 'systemtap' },
};

/** What to do on the host: commands and sentences. */
function hostLines(needs: readonly Need[], evidence: Evidence): string[] {
  const lines = needs.flatMap((need) => hostLine(need, evidence));
  const lacks = needs.some((need) => isLacking(need, evidence));
  const asRoot = lacks && evidence.self.uid !== 0 ? [becomeRoot(evidence)] : [];
  return [...new Set([...asRoot, ...lines])];
}

/** no_new_privs (prctl(2)) takes its power from sudo. */
const becomeRoot = ({ self }: Evidence) =>
  self.noNewPrivileges
    ? 'run it as root, from a shell without no_new_privs: sudo gives nothing here'
    : 'run it as root: sudo spc …';

function hostLine(need: Need, evidence: Evidence): string[] {
  switch (need.kind) {
    case 'host':
      return [need.text];
    case 'tool': {
      const { apt, dnf } = PACKAGES[need.name] ?? { apt: need.name, dnf: need.name };
      return [`apt-get install ${apt}, or dnf install ${dnf}`];
    }
    case 'kernel':
      return evidence.kernel.config[need.option] === 'n' ? [`a kernel built with CONFIG_${need.option}=y`] : [];
    case 'sysctl':
      return [`sysctl -w ${need.name}=${need.value}, for all processes of each user`];
    case 'mount':
      if (need.path !== '/sys/kernel/tracing' || evidence.self.tracefs !== null || evidence.self.contained) return [];
      return ['mount -t tracefs nodev /sys/kernel/tracing'];
    case 'initial-user-namespace':
      return [
        'use an engine that runs as root, without --userns: capabilities of a user namespace count only inside it',
      ];
    default:
      if (evidence.self.uid !== 0 || evidence.self.contained || !isLacking(need, evidence)) return [];
      return [
        `root here lacks ${capabilitiesFor([need], true)
          .map((name) => `CAP_${name}`)
          .join(', ')}: start spc where it was not taken away`,
      ];
  }
}

/** It asks for a capability that is not there. */
function isLacking(need: Need, evidence: Evidence): boolean {
  if (need.kind === 'capability') return hasCapability(evidence, need.name) === false;
  if (need.kind !== 'bpf' && need.kind !== 'perfmon') return false;
  if (hasCapability(evidence, 'SYS_ADMIN') !== false) return false;
  return capabilitiesFor([need], true).some((name) => hasCapability(evidence, name) === false);
}
