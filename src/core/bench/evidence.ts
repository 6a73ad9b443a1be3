/**
 * What a benchmark is judged on: gathered once, plain JSON (it is what a snapshot holds), so that it can be judged again on
 * another machine, and every branch of every rule can be tested without an engine.
 */
import type { ContainerEvidence } from './container.ts';
import type { ImageEvidence, NetworkEvidence } from './objects.ts';

/** A piece of evidence, or why there is none: no rule may take a missing piece for an empty one. */
export type Piece<T> = { ok: T } | { missing: string };

/** The only version so far. */
export const EVIDENCE_SCHEMA = 1;

export interface Evidence {
  schema: typeof EVIDENCE_SCHEMA;
  /** ISO 8601, UTC. */
  taken: string;
  /** The host's name. */
  host: string;
  /** `uname -r`. */
  kernel: string;
  engine: EngineEvidence;
  info: Piece<EngineInfo>;
  /** All of them, stopped ones too, from one inspect. */
  containers: Piece<ContainerEvidence[]>;
  /** Those that `images` lists (no intermediate layers), from one inspect. */
  images: Piece<ImageEvidence[]>;
  networks: Piece<NetworkEvidence[]>;
  /** Number of swarm secrets; asked for on an active manager only. */
  secrets: Piece<number>;
  daemonFile: Piece<DaemonFile>;
  processes: Piece<EngineProcess[]>;
  auditRules: Piece<AuditEvidence>;
  /** Unit name → path of its fragment, '' when systemd knows none (or is not there). */
  units: Piece<Record<UnitName, string>>;
  sockets: Piece<ListeningSocket[]>;
  dockerGroup: Piece<GroupEvidence>;
  /** Mount points of the host's first process. */
  mounts: Piece<string[]>;
  /** Security modules the kernel runs (/sys/kernel/security/lsm, /sys/module/apparmor, /sys/fs/selinux). */
  modules: Piece<{ apparmor: boolean; selinux: boolean }>;
  /** Everything below the registry certificates' folder ({@link enginePaths}), itself too; [] when there is none. Each is in `files`. */
  certificates: Piece<string[]>;
  /** /etc/containers/policy.json or the user's. */
  signaturePolicy: Piece<SignaturePolicy>;
  /** Path as asked for → what is there; {@link wantedFiles} says which are. Links are followed. */
  files: Record<string, FileEvidence>;
  /** Users the caller trusts with the engine; absent: not told. */
  trustedUsers?: string[];
  /** DOCKER_CONTENT_TRUST of the caller's environment; '' when unset. */
  contentTrust: string;
}

/** The pieces a rule can need; `files` is judged file by file. */
export type PieceName = {
  [K in keyof Evidence]-?: Evidence[K] extends Piece<unknown> ? K : never;
}[keyof Evidence];

export type EngineName = 'docker' | 'podman';

export interface EngineEvidence {
  name: EngineName;
  /** '' when it did not answer. */
  version: string;
  /** It, or its daemon, runs as an ordinary user. */
  rootless: boolean;
  /** The user it runs as; 0 unless rootless. */
  uid: number;
  gid: number;
  /** That user's home directory: /root unless rootless. */
  home: string;
  /** $XDG_RUNTIME_DIR of that user: /run unless rootless. */
  runtimeDir: string;
  /** Path of its API socket when it is known to be another than the default; '' otherwise. */
  socket: string;
}

/** Of `docker info` (docker) or `podman info` (podman), in one shape. What an engine has not is '' , [] or false. */
export interface EngineInfo {
  /** DockerRootDir; podman: store.graphRoot. */
  dataRoot: string;
  /** Storage driver; podman: store.graphDriverName. */
  driver: string;
  /** podman: host.logDriver. */
  loggingDriver: string;
  /** `name=seccomp,profile=builtin` …; podman: made of host.security in the same spelling. */
  securityOptions: string[];
  /** RegistryConfig: CIDRs and the names of registries that are not secure; podman: registries with Insecure. */
  insecureRegistries: string[];
  /** Plugins.Authorization. */
  authorizationPlugins: string[];
  liveRestore: boolean;
  /** ExperimentalBuild, or Server.Experimental of `version`. */
  experimental: boolean;
  debug: boolean;
  /** Containerd.Address, since docker 25; '' before. */
  containerdAddress: string;
  /** Path or name of the OCI runtime that is used by default; podman: host.ociRuntime.path. */
  runtime: string;
  /** Of all containers, the engine's own count. */
  containersTotal: number;
  containersRunning: number;
  swarm: SwarmEvidence;
}

export interface SwarmEvidence {
  /** LocalNodeState; podman: inactive. */
  state: 'inactive' | 'pending' | 'active' | 'error' | 'locked';
  /** ControlAvailable. */
  manager: boolean;
  /** Managers; 0 where it is not known. */
  managers: number;
  nodeAddress: string;
  /** Swarm.Cluster, which only managers have. */
  cluster?: { autoLock: boolean; certificateExpiryHours: number; rootRotation: boolean };
}

/** JSON as a file holds it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface DaemonFile {
  path: string;
  /** null: there is no such file. A file that is no JSON object makes the piece missing. */
  value: { [key: string]: Json } | null;
}

/** A process of the engine: dockerd, containerd, podman (a `system service`), conmon … */
export interface EngineProcess {
  /** Base name of its program. */
  name: string;
  pid: number;
  /** Effective, as the host counts. */
  uid: number;
  /** Target of /proc/PID/exe; '' when it cannot be read. */
  exe: string;
  argv: string[];
}

export interface AuditEvidence {
  /** What the kernel has loaded (`auditctl -l`), or the files that are loaded at the next start. */
  from: 'kernel' | 'files';
  /** A rule a line, in auditctl's language. */
  rules: string[];
}

export const UNITS = ['docker.service', 'docker.socket', 'podman.service', 'podman.socket'] as const;

export type UnitName = (typeof UNITS)[number];

export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  /** `0.0.0.0`, `::`, `127.0.0.1` … without brackets. */
  address: string;
  port: number;
}

export interface GroupEvidence {
  /** false: the host has no group docker. */
  exists: boolean;
  members: string[];
}

export interface SignaturePolicy {
  path: string;
  /** Types of the `default` requirements: reject, signedBy, sigstoreSigned, insecureAcceptAnything. */
  defaults: string[];
}

export type FileEvidence =
  | { state: 'absent' }
  | { state: 'unreadable'; cause: string }
  | {
      state: 'present';
      type: 'file' | 'directory' | 'socket' | 'other';
      /** The lower twelve bits: 0o644. */
      mode: number;
      uid: number;
      gid: number;
      /** Names; '' for ids without one. */
      owner: string;
      group: string;
      /** With every link followed; the path itself when none leads there. */
      real: string;
    };

/** With the named pieces unwrapped. */
export type Facts<K extends PieceName> = Omit<Evidence, K> & {
  [P in K]: Evidence[P] extends Piece<infer T> ? T : never;
};
