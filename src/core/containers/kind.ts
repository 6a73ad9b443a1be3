/** Service container or SPC: what a container shares with the host and may do to it. */
import { CAPABILITIES, type Capability, capabilityMask } from '../capabilities.ts';
import type { NamespaceSet, NamespaceType } from '../processes/types.ts';
import type { ContainerKind, Maker } from './types.ts';

/** What the first process's status and mounts say (proc_pid_status(5), proc_pid_mountinfo(5)). */
export interface MainFacts {
  /** Effective capabilities, one bit each. */
  capabilities: bigint;
  /** How many filters its system calls pass (seccomp(2)); 0: none. */
  filters: number;
  /** Where the whole root file system of the host is mounted inside: `/` when it is the container's own root. */
  hostRoots: string[];
  /** Host paths of engines' sockets that are seen inside: whoever may write to one is root on the host. */
  engineSockets: string[];
  /** There are more mounts than were read. */
  mountsCut: boolean;
}

const SHARED: Partial<Record<NamespaceType, string>> = {
  pid: "shares the host's pid namespace",
  mnt: "shares the host's mount namespace",
  net: "shares the host's network",
  ipc: "shares the host's ipc namespace",
  uts: "shares the host's uts namespace",
};

/** Each is as good as root on the host, where the user namespace is the host's. */
const POWERS: readonly Capability[] = ['SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO'];

/** Containers that boot a system hold it as a matter of course (lxc.container.conf(5), systemd-nspawn(1)). */
const BOOTED: readonly Maker[] = ['lxc', 'nspawn'];

/** Engines of some age do not know the newest capabilities, so `--privileged` may lack a few. */
const NEARLY_ALL = CAPABILITIES.length - 6;

/**
 * An SPC shares the host's pid or mount namespace, holds a power over the host, sees the host's whole file system, or can
 * command an engine. What else it shares, and a missing filter of system calls, are told with the reasons, but are none:
 * a web server on the host's network is a service container. What may not be looked at is `unknown`, never walled off.
 */
export function judgeKind(
  maker: Maker,
  ns: NamespaceSet,
  host: NamespaceSet,
  facts: MainFacts | undefined,
): { kind: ContainerKind; reasons: string[] } {
  const shared = sharedWith(ns, host);
  const grave = [
    ...shared.filter((type) => type === 'pid' || type === 'mnt').flatMap((type) => SHARED[type] ?? []),
    ...(facts ? factReasons(maker, ns.user === host.user, facts) : []),
  ];
  const seen = facts !== undefined && ns.pid !== undefined;
  if (grave.length === 0) return { kind: seen ? 'service' : 'unknown', reasons: [] };
  const minor = shared.filter((type) => type !== 'pid' && type !== 'mnt').flatMap((type) => SHARED[type] ?? []);
  return { kind: 'spc', reasons: [...grave, ...minor, ...(facts?.filters === 0 ? ['no filter of system calls'] : [])] };
}

function sharedWith(ns: NamespaceSet, host: NamespaceSet): NamespaceType[] {
  return (Object.keys(SHARED) as NamespaceType[]).filter((type) => ns[type] !== undefined && ns[type] === host[type]);
}

function factReasons(maker: Maker, hostUsers: boolean, facts: MainFacts): string[] {
  return [
    ...(hostUsers ? powerReasons(maker, facts.capabilities) : []),
    ...facts.hostRoots.map((point) =>
      point === '/' ? "its files are the host's" : `the host's / is mounted at ${point}`,
    ),
    // with the host's files the sockets are there, too
    ...(facts.hostRoots.length > 0 ? [] : facts.engineSockets).map((socket) => `can command an engine: ${socket}`),
    // what was not read may be the host's: it is not known to be walled off
    ...(facts.mountsCut ? ['has too many mounts to be judged'] : []),
  ];
}

function powerReasons(maker: Maker, capabilities: bigint): string[] {
  const held = CAPABILITIES.filter((name) => (capabilities & capabilityMask([name])) !== 0n);
  const powers = POWERS.filter((name) => held.includes(name));
  if (powers.length === POWERS.length && held.length >= NEARLY_ALL) return ['holds every capability, or nearly so'];
  const ordinary = BOOTED.includes(maker) ? ['SYS_ADMIN'] : [];
  return powers.filter((name) => !ordinary.includes(name)).map((name) => `holds CAP_${name}`);
}

/**
 * A program's own sandbox, no container: it keeps the mount namespace of what is around it and has added a filter of
 * system calls, as Chromium's and Firefox's processes do.
 */
export function isOwnSandbox(own: Around, around: Around): boolean {
  return own.ns.mnt === around.ns.mnt && (own.facts()?.filters ?? 0) > (around.facts()?.filters ?? 0);
}

/** The first process of a container, or the host's. */
interface Around {
  ns: NamespaceSet;
  facts(): MainFacts | undefined;
}
