/** From a cgroup's path to the containers it lies in. A path is a claim: who may write to cgroups may name them at will. */
import type { CgroupLine } from '../processes/types.ts';
import { CGROUP_RULES, type CgroupRule } from './cgroup-rules.ts';
import type { Maker } from './types.ts';
import { unescapeUnit } from './unit-name.ts';

/** A directory in a cgroup's path that says it is a container's. */
export interface CgroupClaim {
  maker: Maker;
  id: string;
  group: string;
  /** The path down to and with this directory: every process of the container is in it or below it. */
  root: string;
  /** It is where the container's monitor runs. */
  monitor: boolean;
  /** The maker is a guess: others name theirs so as well. */
  guess: boolean;
}

/** Directories that state files name, and of what container. */
export type KnownCgroups = ReadonlyMap<string, Pick<CgroupClaim, 'maker' | 'id' | 'group'>>;

/** Reads the cgroups of a process: nested claims outermost first; none for the host's own. */
export type ClaimReader = (lines: readonly CgroupLine[] | undefined) => readonly CgroupClaim[];

const NONE: readonly CgroupLine[] = [];

/** A path deeper than any engine makes is not looked at further. */
const MAX_DEPTH = 64;

/** A reader for many processes, which looks at each path once. */
export function claimReader(known: KnownCgroups): ClaimReader {
  // processes of one cgroup mostly share the list itself
  const lists = new Map<readonly CgroupLine[], readonly CgroupClaim[]>();
  const paths = new Map<string, readonly CgroupClaim[]>();
  const ofPath = (path: string) => remember(paths, path, () => claimsIn(path, known));
  return (lines = NONE) => remember(lists, lines, () => lines.map(({ path }) => ofPath(path)).reduce(longer, []));
}

const longer = (a: readonly CgroupClaim[], b: readonly CgroupClaim[]) => (b.length > a.length ? b : a);

function remember<K, V>(values: Map<K, V>, key: K, make: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}

/** The containers that a path says it lies in, outermost first. */
export function claimsIn(path: string, known: KnownCgroups = new Map()): CgroupClaim[] {
  const claims: CgroupClaim[] = [];
  const names = path.split('/').slice(1, MAX_DEPTH);
  let root = '';
  for (const [index, name] of names.entries()) {
    root += `/${name}`;
    const told = known.get(root);
    const claim = told ? { ...told, root, monitor: false, guess: false } : claimOf(name, names[index - 1] ?? '', root);
    // nspawn's own process sits beside the payload (unified hierarchy)
    if (claim) claims.push(names[index + 1] === 'supervisor' ? { ...claim, monitor: true } : claim);
  }
  return claims;
}

function claimOf(name: string, parent: string, root: string): CgroupClaim | undefined {
  for (const rule of CGROUP_RULES) {
    const own = rule.name.exec(name);
    const above = own && (rule.parent ? rule.parent.exec(parent) : own);
    if (own && above) return rule.none ? undefined : claim(rule, own, above, root);
  }
  return undefined;
}

function claim(rule: CgroupRule, own: RegExpExecArray, above: RegExpExecArray, root: string): CgroupClaim {
  const id = own.groups?.['id'] ?? '';
  const { maker, monitor = false, guess = false, unit = false } = rule;
  // a slice's name has `_` for the `-` of a pod's uid
  const group = (above.groups?.['group'] ?? '').replaceAll('_', maker.startsWith('cri-') ? '-' : '_');
  return { maker, id: unit ? unescapeUnit(id) : id, group, root, monitor, guess };
}
