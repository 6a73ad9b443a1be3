/** How a tool is run from an image: an engine's `run`, with as few privileges as the tool can do with. */
import type { Capability } from '../capabilities.ts';
import { SpcError } from '../errors.ts';
import type { NamespaceType } from '../processes/types.ts';

/** A tool's container. */
export interface ToolRun {
  /** The container's. */
  name: string;
  /** Variables the tool gets. */
  env: Readonly<Record<string, string>>;
  /** Id of the image, or however its engine pins it. */
  image: string;
  /** The tool's name. */
  tool: string;
  args: readonly string[];
  /** Namespaces it shall be in, by path on the host: `/proc/42/ns/net`. */
  join: readonly { type: NamespaceType; path: string }[];
  /** Host files and directories, each mounted at its own path. */
  paths: readonly string[];
  /** Its stdin is a pipe. */
  interactive: boolean;
  /** Keeps the engine from writing the output to its log as well; `builtin` keeps none. */
  unlogged: boolean;
}

/**
 * What a tool needs beyond the host's pid and network namespaces. Reading other users' descriptors below /proc takes
 * DAC_READ_SEARCH beside SYS_PTRACE; tcpdump changes its user once its socket is open, and writes where it may.
 */
const NEEDS: Readonly<Record<string, readonly Capability[]>> = {
  strace: ['SYS_PTRACE', 'DAC_READ_SEARCH'],
  tcpdump: ['NET_RAW', 'NET_ADMIN', 'SETUID', 'SETGID', 'DAC_OVERRIDE'],
};

/** setns(2) takes SYS_ADMIN, opening /proc/PID/ns of any process SYS_PTRACE. */
const JOINING: readonly Capability[] = ['SYS_ADMIN', 'SYS_PTRACE'];

/** Where the kernel shows what the tools that are given every privilege work with. */
const KERNEL_PATHS = ['/sys', '/lib/modules', '/usr/src', '/usr/lib/debug'];

/**
 * The words after the engine's name. Tools that load programs into the kernel (bpftrace, stap, perf, and any that is not
 * known) are privileged. `exists`: which host directories there are; an engine would make the others.
 * Throws `unsupported` for a path with `:` or a namespace that cannot be joined so.
 */
export function toolRunWords(run: ToolRun, exists: (path: string) => boolean): string[] {
  const needs = NEEDS[run.tool];
  const paths = [...new Set([...run.paths, ...(needs ? [] : KERNEL_PATHS.filter(exists))])];
  return [
    'run',
    '--rm',
    `--name=${run.name}`,
    '--pid=host',
    '--network=host',
    ...(run.unlogged ? ['--log-driver=none'] : []),
    ...(run.interactive ? ['--interactive'] : []),
    ...(needs ? narrow(run.join.length > 0 ? [...needs, ...JOINING] : needs) : ['--privileged', '--ipc=host']),
    ...Object.entries(run.env).map(([name, value]) => `--env=${name}=${value}`),
    ...paths.map(mountWord),
    ...command(run),
  ];
}

/** Default profiles forbid tracing what is outside of the container. */
function narrow(capabilities: readonly Capability[]): string[] {
  return [
    '--cap-drop=ALL',
    ...[...new Set(capabilities)].map((name) => `--cap-add=${name}`),
    '--security-opt=seccomp=unconfined',
    '--security-opt=apparmor=unconfined',
    '--security-opt=label=disable',
  ];
}

function mountWord(path: string): string {
  if (path.startsWith('/') && !path.includes(':')) return `--volume=${path}:${path}`;
  throw new SpcError('unsupported', `a tool from an image cannot be given ${path}`, 'engines split mounts at colons');
}

/** Nothing of the image's own entrypoint is used. */
function command({ image, tool, args, join }: ToolRun): string[] {
  if (join.length === 0) return [`--entrypoint=${tool}`, image, ...args];
  return ['--entrypoint=nsenter', image, ...join.map(joinWord), '--', tool, ...args];
}

/** Those that nsenter(1) joins without a process in between. */
const JOINABLE: readonly NamespaceType[] = ['net', 'ipc', 'uts', 'cgroup'];

function joinWord({ type, path }: ToolRun['join'][number]): string {
  if (JOINABLE.includes(type)) return `--${type}=${path}`;
  throw new SpcError('unsupported', `a tool from an image cannot join a ${type} namespace`, '', '--from host');
}
