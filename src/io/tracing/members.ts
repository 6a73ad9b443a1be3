/** Which processes a target has now. */
import { readlinkSync } from 'node:fs';
import type { FoundContainer, Maker } from '../../core/containers/types.ts';
import { NAMESPACE_TYPES, type NamespaceType } from '../../core/processes/types.ts';
import type { Target } from '../../core/target.ts';
import { isSame } from '../join/pin.ts';
import { allPids } from '../proc/family.ts';
import { hostNamespaces, readNamespaces } from '../proc/namespaces.ts';
import { containerGroup, readGroup, writtenGroup } from './members-cgroup.ts';
import { kinship } from './members-kin.ts';

type Members = () => number[];

/** What was read of all processes is good for so long. */
const CACHE_MS = 1000;

/**
 * Host pids of the target's processes at each call, rising; empty when it has ended. Those of a container are read from its
 * control group, within a millisecond. For what is a namespace all of /proc is looked through, at most once a second; what
 * spc itself starts in it does not count.
 */
export function membersOf(target: Target): Members {
  const { spec, container } = target;
  if (spec.kind === 'container' && container) return ofContainer(target, container);
  if (spec.kind === 'cgroup') return ofGroups(writtenGroup(spec.path, target.pid));
  if (spec.kind === 'namespace') return inNamespace(spec.type, spec.inode);
  if (spec.kind === 'netns') return inNamespace('net', target.boundInode ?? readNamespaces(target.pid)?.net);
  if (spec.kind === 'host') return cached(allPids);
  return () => (isSame(target) ? [target.pid] : []);
}

/** They live as long as any of their processes; with the first process of all others the container ends. */
const WITHOUT_FIRST: ReadonlySet<Maker> = new Set(['none', 'netns']);

function ofContainer(target: Target, container: FoundContainer): Members {
  const members = containerMembers(target, container);
  return WITHOUT_FIRST.has(container.engine) ? members : () => (isSame(target) ? members() : []);
}

/** By its control group where it has its own; else by the first namespace that is not the host's. */
function containerMembers({ pid }: Target, container: FoundContainer): Members {
  const group = WITHOUT_FIRST.has(container.engine) ? undefined : containerGroup(container, pid);
  if (group !== undefined) return () => readGroup(group);
  const [own, host] = [readNamespaces(pid) ?? {}, hostNamespaces()];
  const types: readonly NamespaceType[] = container.engine === 'netns' ? ['net'] : ['pid', 'mnt', ...NAMESPACE_TYPES];
  const type = types.find((name) => own[name] !== undefined && own[name] !== host[name]);
  return type ? inNamespace(type, own[type]) : () => container.pids.filter((member) => readNamespaces(member));
}

function ofGroups(directories: readonly string[]): Members {
  return () => [...new Set(directories.flatMap(readGroup))].sort((a, b) => a - b);
}

function inNamespace(type: NamespaceType, inode: number | undefined): Members {
  const link = `${type}:[${inode}]`;
  const { descendants } = kinship();
  return cached(() => {
    const isDescendant = descendants();
    return allPids().filter((pid) => linkOf(pid, type) === link && !isDescendant(pid));
  });
}

function linkOf(pid: number, type: NamespaceType): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${type}`);
  } catch {
    return undefined; // it ended, or is a zombie, or is not ours to look at
  }
}

function cached(read: Members): Members {
  let known: number[] = [];
  let at = -Infinity;
  return () => {
    if (performance.now() - at < CACHE_MS) return known;
    known = read();
    at = performance.now();
    return known;
  };
}
