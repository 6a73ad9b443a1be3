/** Section 5, what of the host's files and devices is inside a container. */
import { containerCheck } from '../core/bench/container-rules.ts';
import { sensitiveMounts, socketMounts } from '../core/bench/mount-rules.ts';
import type { Check, ContainerEvidence } from '../core/bench/types.ts';

const MOUNTS = {
  field: 'Mounts',
  value: ({ mounts }: ContainerEvidence) =>
    mounts.slice(0, 5).map(({ source, destination, writable }) => `${source}:${destination}:${writable ? 'rw' : 'ro'}`),
} as const;

export const CONTAINERS_HOST: readonly Check[] = [
  containerCheck({
    ...MOUNTS,
    id: '5.6',
    title: 'No sensitive host dirs mounted',
    severity: 'high',
    good: "no running container has the host's system folders",
    look: ({ mounts }, { engine, info }) => mounting(sensitiveMounts(mounts, engine, info)),
    explain: {
      what: 'No running container has a system folder of the host (/, /boot, /dev, /etc, /lib, /proc, /run, /sys, /usr, /root, /var, the store of the engine), in whatever mode; a writable piece of one; or files with secrets such as /etc/shadow.',
      why: 'Who can write there is root on the host; who can read there finds keys and hashes.',
      how: 'Mount the one file that is needed, read-only, or copy it into a volume.',
    },
  }),
  containerCheck({
    id: '5.13',
    title: 'Root filesystem read-only',
    severity: 'low',
    field: 'HostConfig.ReadonlyRootfs',
    value: ({ readOnlyRootfs }) => readOnlyRootfs,
    good: 'the root file system of every running container is read-only',
    look: ({ readOnlyRootfs }) => (readOnlyRootfs ? '' : 'has a writable root file system'),
    explain: {
      what: 'Each running container has a read-only root file system.',
      why: 'Who breaks in cannot change its programs or leave tools behind.',
      how: 'Start it with --read-only, and --tmpfs or volumes where its program writes.',
    },
  }),
  containerCheck({
    id: '5.18',
    title: 'Host devices not exposed',
    mode: 'manual',
    severity: 'high',
    field: 'HostConfig: Devices, DeviceRequests, DeviceCgroupRules',
    value: ({ devices, deviceRequests, deviceCgroupRules }) => [...devices, ...deviceRequests, ...deviceCgroupRules],
    good: 'no running container has devices of the host',
    look: devices,
    explain: {
      what: 'Which running containers have devices of the host, for a human to judge.',
      why: 'A disk is every file on it; other devices may reach memory or other machines.',
      how: 'Start it without --device, or with the rights it needs: --device /dev/x:/dev/x:r.',
    },
  }),
  containerCheck({
    id: '5.20',
    title: 'Mount propagation not shared',
    severity: 'medium',
    field: 'Mounts[].Propagation',
    value: ({ mounts }) => mounts.map(({ propagation }) => propagation),
    good: 'no mount of a running container is shared',
    look: ({ mounts }) =>
      mounts
        .filter(({ propagation }) => propagation === 'shared' || propagation === 'rshared')
        .map(({ source, destination }) => `${source || destination} is shared`)
        .join(', '),
    explain: {
      what: 'No mount of a running container is shared or rshared.',
      why: 'What the container mounts there appears on the host and in other containers.',
      how: 'Mount it without :shared and :rshared.',
    },
  }),
  containerCheck({
    ...MOUNTS,
    id: '5.32',
    title: 'Docker socket not mounted inside',
    severity: 'high',
    good: 'no running container reaches the socket of an engine',
    look: ({ mounts }, { engine }) => mounting(socketMounts(mounts, engine)),
    explain: {
      what: 'No running container has the socket of docker, podman, containerd or CRI-O, or a folder of the host in which it lies.',
      why: 'Through the socket it can start a privileged container: it is root on the host.',
      how: 'Take the mount away. What must talk to the engine gets a proxy that allows only the calls it needs.',
    },
  }),
];

const mounting = (found: readonly string[]) => (found.length === 0 ? '' : `mounts ${found.join(', ')}`);

function devices({ devices, deviceRequests, deviceCgroupRules, privileged }: ContainerEvidence): string {
  const found = [...devices, ...deviceRequests, ...deviceCgroupRules.map((rule) => `rule ${rule}`)];
  if (privileged) return 'has every device: privileged';
  return found.length === 0 ? '' : `has ${found.join(', ')}`;
}
