/** A plan while the options of a run command are read into it. */
import type {
  BindMount,
  CgroupLimits,
  DeviceNode,
  NamespaceName,
  NamespaceSource,
  TmpfsMount,
  Ulimit,
} from '../../core/builtin-plan.ts';
import type { Image } from '../../core/types.ts';

/** What a plan depends on beside the command and the image. */
export interface BuiltinContext {
  /** 64 hex digits, fresh for each container. */
  id: string;
  /** Used when the command gives no --name. */
  name: string;
  /** The host's own name. */
  hostname: string;
  /** The caller's environment: `-e NAME` without a value takes it from here. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Standard input is a terminal. */
  terminal: boolean;
  /** SELinux is in force, so that labels (z, Z, label=…) matter. */
  selinux: boolean;
  /** First processes of running containers, by name: what `container:NAME` may refer to. */
  pids: Readonly<Record<string, number>>;
}

export interface Draft {
  image: Image;
  name: string;
  labels: [string, string][];
  env: [string, string | undefined][];
  cwd: string;
  entrypoint?: string;
  hostname?: string;
  user?: string;
  groups: string[];
  privileged: boolean;
  capAdd: string[];
  capDrop: string[];
  noNewPrivileges: boolean;
  unmasked: boolean;
  /** --security-opt seccomp=unconfined. */
  seccompWaived: boolean;
  readOnlyRoot: boolean;
  namespaces: Partial<Record<NamespaceName, NamespaceSource>>;
  binds: BindMount[];
  tmpfs: TmpfsMount[];
  devices: DeviceNode[];
  limits: CgroupLimits;
  ulimits: Ulimit[];
  shmSize: number;
  interactive: boolean;
  tty: boolean;
  detach: boolean;
  warnings: string[];
}

const DEFAULT_SHM_BYTES = 64 * 1024 * 1024;

/** An ordinary container of an image, before any option. */
export function newDraft(image: Image, { name }: BuiltinContext): Draft {
  return {
    image,
    name,
    labels: [],
    env: [],
    cwd: image.workdir || '/',
    groups: [],
    privileged: false,
    capAdd: [],
    capDrop: [],
    noNewPrivileges: false,
    unmasked: false,
    seccompWaived: false,
    readOnlyRoot: false,
    namespaces: {},
    binds: [],
    tmpfs: [],
    devices: [],
    limits: {},
    ulimits: [],
    shmSize: DEFAULT_SHM_BYTES,
    interactive: false,
    tty: false,
    detach: false,
    warnings: [],
  };
}

/** Reads one option into the draft; returns why it cannot be honoured, or undefined. */
export type Reader = (draft: Draft, value: string, context: BuiltinContext) => string | undefined;
