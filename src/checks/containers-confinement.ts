/** Section 5, the walls around a container: capabilities, seccomp, AppArmor, SELinux. */
import { containerCheck } from '../core/bench/container-rules.ts';
import { daemonOptions, isOn } from '../core/bench/daemon-options.ts';
import { addedCapabilities, gainsNoPrivileges, securityOption } from '../core/bench/security-options.ts';
import type { Check, ContainerEvidence, Evidence } from '../core/bench/types.ts';

export const CONTAINERS_CONFINEMENT: readonly Check[] = [
  containerCheck({
    id: '5.2',
    title: 'AppArmor profile enabled if the host has AppArmor',
    severity: 'medium',
    needs: ['modules'],
    field: 'AppArmorProfile',
    value: ({ appArmorProfile }) => appArmorProfile,
    good: 'every running container has an AppArmor profile',
    pointless: ({ modules, engine }) => {
      if (!modules.apparmor) return 'the kernel runs no AppArmor';
      return engine.rootless ? 'an engine without root cannot load profiles' : '';
    },
    look: ({ appArmorProfile }) =>
      appArmorProfile === '' || appArmorProfile === 'unconfined' ? 'runs without an AppArmor profile' : '',
    explain: {
      what: 'On a host that runs AppArmor each running container has a profile, and not unconfined.',
      why: 'The profile forbids what even root in a container must not do: writing to /proc and /sys, mounting.',
      how: 'Start it without --privileged and without --security-opt apparmor=unconfined; install the tools of AppArmor on the host.',
    },
  }),
  containerCheck({
    id: '5.3',
    title: 'SELinux options set if the host has SELinux',
    level: 2,
    severity: 'medium',
    needs: ['modules'],
    field: 'ProcessLabel',
    value: ({ processLabel }) => processLabel,
    good: 'every running container is confined by SELinux',
    pointless: ({ modules }) => (modules.selinux ? '' : 'the kernel runs no SELinux'),
    look: selinux,
    explain: {
      what: 'On a host that runs SELinux each running container has a label, and its type is not one that may do all.',
      why: 'The label keeps a container that broke out from files of the host and of other containers.',
      how: 'Start the daemon with --selinux-enabled, and containers without --privileged and without label=disable.',
    },
  }),
  containerCheck({
    id: '5.4',
    title: 'Capabilities restricted',
    severity: 'high',
    field: 'HostConfig.CapAdd',
    value: ({ capAdd, privileged }) => (privileged ? 'all: Privileged' : capAdd),
    good: 'no running container has capabilities beyond the default',
    look: (container) => {
      if (container.privileged) return 'has every capability: privileged';
      const added = addedCapabilities(container);
      return added.length === 0 ? '' : `has ${added.join(', ')}`;
    },
    explain: {
      what: "No running container has a capability beyond docker's fourteen defaults; a privileged one has them all.",
      why: 'Many capabilities are root by another name: SYS_ADMIN mounts, SYS_MODULE loads code into the kernel, SYS_PTRACE takes over processes.',
      how: 'Start it with --cap-drop ALL and add back the few that its program needs.',
    },
  }),
  containerCheck({
    id: '5.5',
    title: 'No privileged containers',
    severity: 'high',
    field: 'HostConfig.Privileged',
    value: ({ privileged }) => privileged,
    good: 'no running container is privileged',
    look: ({ privileged }) => (privileged ? 'is privileged' : ''),
    explain: {
      what: 'No running container was started with --privileged.',
      why: 'It takes every wall down at once: capabilities, seccomp, AppArmor, devices. Such a container is the host.',
      how: 'Start it without --privileged, and with the one device, capability or mount that it needs.',
    },
  }),
  containerCheck({
    id: '5.22',
    title: 'Default seccomp profile not disabled',
    severity: 'high',
    field: 'HostConfig.SecurityOpt',
    value: ({ securityOpt, privileged, process }) => ({
      securityOpt,
      privileged,
      ...('ok' in process && { 'Seccomp in /proc': process.ok.seccomp }),
    }),
    good: 'every running container has a seccomp filter',
    look: unfiltered,
    explain: {
      what: 'No running container says seccomp=unconfined, is privileged, or runs without a filter as the kernel tells.',
      why: 'The filter keeps it from system calls through which kernels were broken before.',
      how: 'Start it without --privileged and without seccomp=unconfined; where a program needs more calls, with a profile that adds just these.',
    },
  }),
  containerCheck({
    id: '5.26',
    title: 'Container kept from gaining privileges',
    severity: 'medium',
    field: 'HostConfig.SecurityOpt',
    value: ({ securityOpt }) => securityOpt,
    good: 'no running container may gain privileges',
    look: (container, facts) => {
      if (securityOption(container, 'no-new-privileges') === undefined) return byDefault(facts as unknown as Evidence);
      return gainsNoPrivileges(container) ? '' : MAY_GAIN;
    },
    explain: {
      what: 'Each running container has no-new-privileges, by itself or by the default of the daemon.',
      why: 'A setuid program in its image cannot make root of a user then.',
      how: 'Start it with --security-opt no-new-privileges, or make that the default in daemon.json.',
    },
  }),
];

const MAY_GAIN = 'may gain privileges';

/** What a container that says nothing of its own gets. */
function byDefault({ engine, daemonFile, processes }: Evidence) {
  if (engine.name === 'podman') return MAY_GAIN;
  const [file, running] = ['ok' in daemonFile ? daemonFile.ok : undefined, 'ok' in processes ? processes.ok : []];
  if (isOn(daemonOptions(file, running), 'no-new-privileges')) return '';
  if ('missing' in daemonFile) return { unknown: daemonFile.missing };
  return 'missing' in processes ? { unknown: processes.missing } : MAY_GAIN;
}

/** Types of SELinux that confine nothing: super-privileged containers, and what is not confined at all. */
const FREE_TYPES = ['spc_t', 'unconfined_t', 'unconfined_service_t', 'container_runtime_t'];

function selinux(container: ContainerEvidence): string {
  const { processLabel } = container;
  const label = securityOption(container, 'label');
  if (label === 'disable' || processLabel === '') return 'has no SELinux label';
  const type = processLabel.split(':')[2] ?? '';
  return FREE_TYPES.includes(type) ? `has a label that confines nothing: ${type}` : '';
}

function unfiltered(container: ContainerEvidence): string {
  const { privileged, process } = container;
  if (securityOption(container, 'seccomp') === 'unconfined') return 'runs with seccomp=unconfined';
  if ('ok' in process)
    return process.ok.seccomp === 0 ? `runs without a seccomp filter${privileged ? ': privileged' : ''}` : '';
  return privileged ? 'runs without a seccomp filter: privileged' : '';
}
