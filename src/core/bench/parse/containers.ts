/** `container inspect` of docker and podman in one shape. */
import { countField, entriesField, field, listField, textField, textListField, textsField } from '../../fields.ts';
import type { ContainerEvidence, MountEvidence, PortEvidence } from '../container.ts';
import { hasHealthcheck, imageId } from './images.ts';

/** A container as its engine tells of it. */
export interface InspectedContainer extends Omit<ContainerEvidence, 'process' | 'own'> {
  /** Host pid of its first process; 0 when it does not run. */
  pid: number;
  /** Config.Env: tells spc's own tools, and is in no evidence. */
  env: string[];
}

/** Those of an inspect's array; what has no id is left out. */
export const parseContainers = (inspected: readonly unknown[]): InspectedContainer[] =>
  inspected.flatMap((json) => (textField(json, 'Id') === '' ? [] : [parseContainer(json)]));

function parseContainer(json: unknown): InspectedContainer {
  const [host, config] = [field(json, 'HostConfig'), field(json, 'Config')];
  return {
    id: textField(json, 'Id'),
    name: textField(json, 'Name').replace(/^\//, ''),
    running: isRunning(field(json, 'State')),
    image: {
      id: imageId(textField(json, 'Image')),
      name: textField(json, 'ImageName') || textField(config, 'Image'),
    },
    labels: textsField(config, 'Labels'),
    infra: field(json, 'IsInfra') === true,
    user: textField(config, 'User'),
    appArmorProfile: textField(json, 'AppArmorProfile'),
    processLabel: textField(json, 'ProcessLabel'),
    ...wallsOf(host),
    ...limitsOf(host),
    mounts: listField(json, 'Mounts').map(mountOf),
    ports: portsOf(field(json, 'NetworkSettings', 'Ports')),
    networks: entriesField(json, 'NetworkSettings', 'Networks').map(([name]) => name),
    healthcheck: hasHealthcheck(config),
    pid: countField(json, 'State', 'Pid'),
    env: textListField(config, 'Env'),
  };
}

const isRunning = (state: unknown) =>
  field(state, 'Running') === true || ['running', 'paused'].includes(textField(state, 'Status'));

const wallsOf = (host: unknown) => ({
  privileged: field(host, 'Privileged') === true,
  capAdd: textListField(host, 'CapAdd'),
  capDrop: textListField(host, 'CapDrop'),
  securityOpt: textListField(host, 'SecurityOpt'),
  networkMode: textField(host, 'NetworkMode'),
  pidMode: textField(host, 'PidMode'),
  ipcMode: textField(host, 'IpcMode'),
  utsMode: textField(host, 'UTSMode'),
  usernsMode: textField(host, 'UsernsMode'),
  cgroupParent: textField(host, 'CgroupParent'),
  readOnlyRootfs: field(host, 'ReadonlyRootfs') === true,
});

const limitsOf = (host: unknown) => ({
  memory: number(host, 'Memory'),
  cpuShares: number(host, 'CpuShares'),
  nanoCpus: number(host, 'NanoCpus'),
  cpuQuota: number(host, 'CpuQuota'),
  cpusetCpus: textField(host, 'CpusetCpus'),
  pidsLimit: typeof field(host, 'PidsLimit') === 'number' ? number(host, 'PidsLimit') : null,
  restart: {
    name: textField(host, 'RestartPolicy', 'Name'),
    maximumRetryCount: number(field(host, 'RestartPolicy'), 'MaximumRetryCount'),
  },
  devices: listField(host, 'Devices').map((device) => textField(device, 'PathOnHost')),
  deviceRequests: listField(host, 'DeviceRequests').map(requestText),
  deviceCgroupRules: textListField(host, 'DeviceCgroupRules'),
  ulimits: listField(host, 'Ulimits').map(ulimitText),
});

/** `nvidia:gpu,compute`, or the driver's name alone. */
function requestText(request: unknown): string {
  const capabilities = listField(request, 'Capabilities').flat().map(String).join(',');
  return [textField(request, 'Driver'), capabilities].filter((part) => part !== '').join(':');
}

/** `nofile=1024:2048`: soft and hard, as --ulimit takes it. podman writes RLIMIT_NOFILE. */
function ulimitText(ulimit: unknown): string {
  const name = textField(ulimit, 'Name')
    .replace(/^RLIMIT_/, '')
    .toLowerCase();
  return `${name}=${number(ulimit, 'Soft')}:${number(ulimit, 'Hard')}`;
}

const MOUNT_TYPES = ['bind', 'volume', 'tmpfs'] as const;

const mountOf = (mount: unknown): MountEvidence => ({
  type: MOUNT_TYPES.find((type) => type === textField(mount, 'Type')) ?? 'other',
  source: textField(mount, 'Source'),
  destination: textField(mount, 'Destination'),
  writable: field(mount, 'RW') !== false,
  propagation: textField(mount, 'Propagation'),
});

/** `{"80/tcp": [{HostIp, HostPort}]}`; a port that is only exposed has null. */
function portsOf(ports: unknown): PortEvidence[] {
  return entriesField(ports).flatMap(([port, bindings]) =>
    (Array.isArray(bindings) ? bindings : []).map((binding) => ({
      port,
      hostIp: textField(binding, 'HostIp').replace(/^\[(.*)\]$/, '$1'),
      hostPort: Number.parseInt(textField(binding, 'HostPort'), 10) || 0,
    })),
  );
}

/** 0 for what is no number. */
function number(json: unknown, name: string): number {
  const found = field(json, name);
  return typeof found === 'number' ? found : 0;
}
