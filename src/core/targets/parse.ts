/** How a target is written: one grammar for the whole tool. */
import { MAKERS, type Maker } from '../containers/types.ts';
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { NAMESPACE_TYPES, type NamespaceType } from '../processes/types.ts';
import type { TargetSpec } from '../target.ts';

/** What a target may be, for help texts; one line each. */
export const TARGET_HELP = [
  ['web', 'a container of any engine, by its name or the beginning of its id'],
  [
    'podman/web',
    'the same of one engine, where two have the name; containerd/default/web by a containerd namespace, too',
  ],
  ['pid:123', 'a process, and the container it is in'],
  ['ns:net:4026532574', 'a namespace, by its type and inode (spc ns lists them)'],
  ['netns:blue', 'a network namespace of ip netns'],
  ['cgroup:/system.slice/x.service', 'the processes of a cgroup'],
  ['host', 'the host itself'],
] as const;

/** proc(5): pid_max is at most 2^22 on 64-bit machines. */
const MAX_PID = 2 ** 22;

/** A word before the first colon → how the rest is read. */
const PREFIXES: Readonly<Record<string, (rest: string) => TargetSpec | undefined>> = {
  pid: (rest) => (isPid(rest) ? { kind: 'pid', pid: Number(rest) } : undefined),
  ns: parseNamespace,
  netns: (rest) => (/^(?!\.{1,2}$)[^/\0]+$/.test(rest) ? { kind: 'netns', name: rest } : undefined),
  cgroup: (rest) => (rest === '' ? undefined : { kind: 'cgroup', path: rest.startsWith('/') ? rest : `/${rest}` }),
};

/** Reads a target as a user writes it. Throws `usage` with examples for what can be none. */
export function parseTarget(text: string): TargetSpec {
  return readTarget(text) ?? fail(text);
}

/** The same; undefined for what can be none. */
export function readTarget(text: string): TargetSpec | undefined {
  if (text === 'host') return { kind: 'host' };
  const prefix = prefixOf(text);
  if (Object.hasOwn(PREFIXES, prefix)) return PREFIXES[prefix]?.(text.slice(prefix.length + 1));
  if (text.includes(':') || text === '' || text.startsWith('-')) return undefined;
  return { kind: 'container', ...engineAndName(text) };
}

/** What stands before the first colon; empty: there is none. */
const prefixOf = (text: string) => text.slice(0, Math.max(0, text.indexOf(':')));

/** Whether a text is a number that could be a process's. */
export function isPid(text: string): boolean {
  return /^[1-9]\d{0,6}$/.test(text) && Number(text) <= MAX_PID;
}

/** `net:4026532574`, and as readlink(1) shows it: `net:[4026532574]`. */
function parseNamespace(rest: string): TargetSpec | undefined {
  const [, type = '', inode] = /^([a-z]+):\[?(\d{1,15})\]?$/.exec(rest) ?? [];
  const known = NAMESPACE_TYPES.find((name) => name === type);
  return known && { kind: 'namespace', type: known satisfies NamespaceType, inode: Number(inode) };
}

function engineAndName(text: string): { engine?: Maker; name: string } {
  const slash = text.indexOf('/');
  const engine = MAKERS.find((maker) => maker === text.slice(0, Math.max(0, slash)));
  return engine ? { engine, name: text.slice(slash + 1) } : { name: text };
}

function fail(text: string): never {
  const prefix = prefixOf(text);
  const known = Object.hasOwn(PREFIXES, prefix);
  const meant = nearest(known ? '' : prefix, Object.keys(PREFIXES), 1).map((word) => `did you mean ${word}:…? `);
  const examples = TARGET_HELP.map(([example]) => example).join(', ');
  throw new SpcError('usage', `'${text}' is no target`, '', `${meant.join('')}examples: ${examples}`);
}
