/** A container as the rules see it, from the engine's inspect in one shape for docker and podman, and from the host's /proc. */
import type { NamespaceType } from '../processes/types.ts';
import type { Piece } from './evidence.ts';

export interface ContainerEvidence {
  id: string;
  /** Without docker's leading slash. */
  name: string;
  /** State.Running, or paused: it has processes. */
  running: boolean;
  image: { id: string; name: string };
  labels: Record<string, string>;
  /** A pod's infra container (podman), which has nothing of the user's in it. */
  infra: boolean;
  /**
   * Why it is one of spc's own ('a tool of spc', 'spc bench runs in it'); '' for all others. Set on what its maker could
   * not forge alone: a name is not enough.
   */
  own: string;
  /** Config.User as written: '', `0`, `root:root`, `5:6`. */
  user: string;
  privileged: boolean;
  /** As written, in any spelling. */
  capAdd: string[];
  capDrop: string[];
  /** As written: `seccomp=unconfined`, `no-new-privileges:true`, `label=disable`. */
  securityOpt: string[];
  /** '' when there is none. */
  appArmorProfile: string;
  processLabel: string;
  networkMode: string;
  pidMode: string;
  ipcMode: string;
  utsMode: string;
  usernsMode: string;
  cgroupParent: string;
  /** Bytes; 0: unlimited. */
  memory: number;
  cpuShares: number;
  nanoCpus: number;
  cpuQuota: number;
  cpusetCpus: string;
  /** 0, -1 and null: unlimited. */
  pidsLimit: number | null;
  readOnlyRootfs: boolean;
  restart: { name: string; maximumRetryCount: number };
  devices: string[];
  /** DeviceRequests, as `driver:capabilities` or the driver's name. */
  deviceRequests: string[];
  deviceCgroupRules: string[];
  ulimits: string[];
  mounts: MountEvidence[];
  /** Published ones: NetworkSettings.Ports. */
  ports: PortEvidence[];
  /** Names of its networks. */
  networks: string[];
  /** It has a health check that is not NONE. */
  healthcheck: boolean;
  /** Of its processes, from the host's /proc; missing when it does not run, or they cannot be seen. */
  process: Piece<ContainerProcesses>;
}

export interface MountEvidence {
  type: 'bind' | 'volume' | 'tmpfs' | 'other';
  /** Host path. */
  source: string;
  destination: string;
  writable: boolean;
  /** rprivate, rshared …; '' when the engine does not say. */
  propagation: string;
}

export interface PortEvidence {
  /** `80/tcp`. */
  port: string;
  /** '' is every address. Without brackets. */
  hostIp: string;
  hostPort: number;
}

/** What the kernel says of a container's processes. */
export interface ContainerProcesses {
  /** Effective, of the first process, as the host counts. */
  uid: number;
  /** Namespaces of the first process that are those of the host's first process. For a rootless engine `user` is never one. */
  shared: NamespaceType[];
  /** Seccomp of /proc/PID/status: 0 none, 1 strict, 2 filter. */
  seccomp: number;
  /** The programs of all its processes: base names of exe, or comm where that cannot be read. Sorted, each once. */
  programs: string[];
}
