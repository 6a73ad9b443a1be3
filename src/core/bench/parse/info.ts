/** `docker info` and `podman info` in one shape. */
import { countField, entriesField, field, textField, textListField } from '../../fields.ts';
import type { EngineInfo, SwarmEvidence } from '../evidence.ts';

/** What an engine says of itself. */
export interface EngineAnswer {
  info: EngineInfo;
  version: string;
  rootless: boolean;
  /** `uname -r` where its containers run; '' when it does not say. */
  kernel: string;
  /** Host name there. */
  host: string;
  /** It is a client of a service, and this is where; '' when it does the work itself, or is docker. */
  service: string;
}

/** Of `docker info --format '{{json .}}'`. undefined: this is not docker's (podman answers to the name, or a server that does not). */
export function parseDockerInfo(json: unknown): EngineAnswer | undefined {
  const version = textField(json, 'ServerVersion');
  if (version === '') return undefined;
  const securityOptions = textListField(json, 'SecurityOptions');
  const info: EngineInfo = {
    dataRoot: textField(json, 'DockerRootDir'),
    driver: textField(json, 'Driver'),
    loggingDriver: textField(json, 'LoggingDriver'),
    securityOptions,
    insecureRegistries: insecureOf(json),
    authorizationPlugins: textListField(json, 'Plugins', 'Authorization'),
    liveRestore: field(json, 'LiveRestoreEnabled') === true,
    experimental: field(json, 'ExperimentalBuild') === true,
    debug: field(json, 'Debug') === true,
    containerdAddress: textField(json, 'Containerd', 'Address'),
    runtime: runtimeOf(json),
    containersTotal: countField(json, 'Containers'),
    containersRunning: countField(json, 'ContainersRunning'),
    swarm: swarmOf(field(json, 'Swarm')),
  };
  const rootless = securityOptions.some((option) => option.split(',').includes('name=rootless'));
  const [kernel, host] = [textField(json, 'KernelVersion'), textField(json, 'Name')];
  return { info, version, rootless, kernel, host, service: '' };
}

/** CIDRs, and the registries that are told by name. */
function insecureOf(json: unknown): string[] {
  const named = entriesField(json, 'RegistryConfig', 'IndexConfigs')
    .filter(([, index]) => field(index, 'Secure') === false)
    .map(([name]) => name);
  return [...textListField(json, 'RegistryConfig', 'InsecureRegistryCIDRs'), ...named];
}

/** Its path where docker tells one, else its name. */
function runtimeOf(json: unknown): string {
  const name = textField(json, 'DefaultRuntime');
  return textField(json, 'Runtimes', name, 'path') || name;
}

const SWARM_STATES = ['inactive', 'pending', 'active', 'error', 'locked'] as const;

/** Nanoseconds, as Go counts. */
const HOUR = 3_600e9;

function swarmOf(swarm: unknown): SwarmEvidence {
  const state = SWARM_STATES.find((name) => name === textField(swarm, 'LocalNodeState')) ?? 'inactive';
  const cluster = field(swarm, 'Cluster');
  return {
    state,
    manager: field(swarm, 'ControlAvailable') === true,
    managers: countField(swarm, 'Managers'),
    nodeAddress: textField(swarm, 'NodeAddr'),
    ...(typeof cluster === 'object' && cluster !== null && { cluster: clusterOf(cluster) }),
  };
}

const clusterOf = (cluster: unknown): NonNullable<SwarmEvidence['cluster']> => ({
  autoLock: field(cluster, 'Spec', 'EncryptionConfig', 'AutoLockManagers') === true,
  certificateExpiryHours: countField(cluster, 'Spec', 'CAConfig', 'NodeCertExpiry') / HOUR,
  rootRotation: field(cluster, 'RootRotationInProgress') === true,
});

/** Of `podman info --format json`. undefined: it is not podman's. */
export function parsePodmanInfo(json: unknown): EngineAnswer | undefined {
  const version = textField(json, 'version', 'Version');
  if (version === '') return undefined;
  const rootless = field(json, 'host', 'security', 'rootless') === true;
  const info: EngineInfo = {
    dataRoot: textField(json, 'store', 'graphRoot'),
    driver: textField(json, 'store', 'graphDriverName'),
    loggingDriver: textField(json, 'host', 'logDriver'),
    securityOptions: podmanSecurity(field(json, 'host', 'security')),
    insecureRegistries: entriesField(json, 'registries')
      .filter(([, registry]) => field(registry, 'Insecure') === true)
      .map(([name]) => name),
    authorizationPlugins: [],
    liveRestore: false,
    experimental: false,
    debug: false,
    containerdAddress: '',
    runtime: textField(json, 'host', 'ociRuntime', 'path'),
    containersTotal: countField(json, 'store', 'containerStore', 'number'),
    containersRunning: countField(json, 'store', 'containerStore', 'running'),
    swarm: { state: 'inactive', manager: false, managers: 0, nodeAddress: '' },
  };
  const [kernel, host] = [textField(json, 'host', 'kernel'), textField(json, 'host', 'hostname')];
  const isRemote = field(json, 'host', 'serviceIsRemote') === true;
  const service = isRemote ? textField(json, 'host', 'remoteSocket', 'path') || 'a service' : '';
  return { info, version, rootless, kernel, host, service };
}

/** As docker would say it. */
function podmanSecurity(security: unknown): string[] {
  const profile = textField(security, 'seccompProfilePath') || 'default';
  const options = [
    ['apparmorEnabled', 'name=apparmor'],
    ['seccompEnabled', `name=seccomp,profile=${profile}`],
    ['selinuxEnabled', 'name=selinux'],
    ['rootless', 'name=rootless'],
  ] as const;
  return options.filter(([key]) => field(security, key) === true).map(([, option]) => option);
}
