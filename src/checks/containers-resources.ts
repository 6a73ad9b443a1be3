/** Section 5, how much of the host a container may take. */
import { containerCheck } from '../core/bench/container-rules.ts';
import type { Check, ContainerEvidence } from '../core/bench/types.ts';

export const CONTAINERS_RESOURCES: readonly Check[] = [
  containerCheck({
    id: '5.11',
    title: 'Memory limited',
    severity: 'medium',
    field: 'HostConfig.Memory',
    value: ({ memory }) => memory,
    good: 'every running container has a memory limit',
    look: ({ memory }) => (memory > 0 ? '' : 'has no memory limit'),
    explain: {
      what: 'Each running container has a memory limit.',
      why: 'One that leaks or is attacked takes the memory of all, and the kernel ends whom it likes.',
      how: 'Start it with --memory, or docker update --memory.',
    },
  }),
  containerCheck({
    id: '5.12',
    title: 'CPU priority set',
    severity: 'low',
    field: 'HostConfig: CpuShares, NanoCpus, CpuQuota, CpusetCpus',
    value: ({ cpuShares, nanoCpus, cpuQuota, cpusetCpus }) => [cpuShares, nanoCpus, cpuQuota, cpusetCpus],
    good: 'every running container has a limit or a share of processors',
    look: ({ cpuShares, nanoCpus, cpuQuota, cpusetCpus }) =>
      cpuShares > 0 || nanoCpus > 0 || cpuQuota > 0 || cpusetCpus !== '' ? '' : 'has no limit or share of processors',
    explain: {
      what: 'Each running container has shares, a quota, a number of processors, or a set of them.',
      why: 'Otherwise one that spins slows all others.',
      how: 'Start it with --cpus, --cpu-shares or --cpuset-cpus, or docker update.',
    },
  }),
  containerCheck({
    id: '5.15',
    title: 'on-failure restart limit is 5',
    severity: 'low',
    field: 'HostConfig.RestartPolicy',
    value: ({ restart }) => restart,
    good: 'no running container is restarted without end',
    look: endless,
    explain: {
      what: 'A running container is not restarted, or only on failure and five times at most.',
      why: 'One that fails again and again at its start takes the host with it, and hides that it fails.',
      how: 'Start it with --restart on-failure:5, or docker update --restart; or waive this where a supervisor watches.',
    },
  }),
  containerCheck({
    id: '5.19',
    title: 'Default ulimit overridden if needed',
    mode: 'manual',
    severity: 'low',
    field: 'HostConfig.Ulimits',
    value: ({ ulimits }) => ulimits,
    good: 'every running container has ulimits of its own',
    look: ({ ulimits }) => (ulimits.length > 0 ? '' : "has the engine's default ulimits"),
    explain: {
      what: 'Which running containers have no ulimits of their own, for a human to judge.',
      why: 'The default of the engine may be more than a program needs, or less.',
      how: 'Start it with --ulimit where the default does not fit.',
    },
  }),
  containerCheck({
    id: '5.25',
    title: 'cgroup usage confirmed',
    severity: 'low',
    field: 'HostConfig.CgroupParent',
    value: ({ cgroupParent }) => cgroupParent,
    good: "every running container is in the engine's own cgroup",
    look: ({ cgroupParent }, { engine }) =>
      cgroupParent === '' || (engine.name === 'podman' && PODMAN_PARENT.test(cgroupParent))
        ? ''
        : `is in the cgroup ${cgroupParent}`,
    explain: {
      what: 'No running container is put into another cgroup than the engine would put it.',
      why: 'Another parent can be one without the limits that containers are meant to have.',
      how: 'Start it without --cgroup-parent, or waive this when the parent is meant.',
    },
  }),
  containerCheck({
    id: '5.29',
    title: 'PIDs cgroup limit set',
    severity: 'medium',
    field: 'HostConfig.PidsLimit',
    value: ({ pidsLimit }) => pidsLimit,
    good: 'every running container has a limit of processes',
    look: ({ pidsLimit }) => (pidsLimit !== null && pidsLimit > 0 ? '' : 'has no limit of processes'),
    explain: {
      what: 'Each running container has a limit of processes.',
      why: 'A fork bomb in one takes every process id of the host.',
      how: 'Start it with --pids-limit 100, or docker update --pids-limit.',
    },
  }),
];

/** Parents that podman takes by itself, with either manager of cgroups, for a pod too. */
const PODMAN_PARENT =
  /^(?:(?:machine|user)\.slice(?:\/|$)|\/?libpod_parent(?:\/|$)|(?:machine|user)-libpod_pod_|user\.slice\/)/;

/** The most starts a container may have. */
const MOST_RESTARTS = 5;

function endless({ restart: { name, maximumRetryCount } }: ContainerEvidence): string {
  if (name === '' || name === 'no') return '';
  if (name !== 'on-failure') return `is restarted without end (${name})`;
  const limited = maximumRetryCount > 0 && maximumRetryCount <= MOST_RESTARTS;
  return limited ? '' : `is restarted ${maximumRetryCount || 'any number of'} times on failure`;
}
