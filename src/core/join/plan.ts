/** What entering a target means, decided before anything is opened. */
import { SpcError } from '../errors.ts';
import { NAMESPACE_TYPES, type NamespaceSet, type NamespaceType } from '../processes/types.ts';
import type { TargetSpec } from '../target.ts';

/** Whose files and programs the command sees. */
export const ROOTS = ['host', 'target'] as const;
export type Root = (typeof ROOTS)[number];

/** What the caller chose. */
export interface JoinChoice {
  /** Types of namespaces; undefined: those that suit the target. */
  namespaces?: readonly NamespaceType[] | 'all' | undefined;
  root?: Root | undefined;
  /** A /proc that shows the pid namespace that is joined. */
  freshProc?: boolean | undefined;
  /** Who the command runs as; undefined: the caller. */
  user?: string | undefined;
}

/** What is known of both sides. */
export interface JoinFacts {
  spec: TargetSpec;
  /** The target's namespaces; of one that is only bound, that one. */
  there: NamespaceSet;
  /** spc's own. */
  here: NamespaceSet;
  /** spc has root's powers. */
  root: boolean;
}

export interface JoinPlan {
  /** To be joined: those asked for that are not spc's own already. */
  join: NamespaceType[];
  root: Root;
  freshProc: boolean;
}

/** What a look at a target needs: its network, processes, shared memory and name; not its files, and so not its programs. */
const USUAL: readonly NamespaceType[] = ['net', 'pid', 'ipc', 'uts'];

/** Reads `pid,net`, or `all`. Throws `usage` with the types there are. */
export function parseNamespaceList(text: string): NamespaceType[] | 'all' {
  if (text === 'all') return text;
  const words = text.split(',');
  const unknown = words.find((word) => !NAMESPACE_TYPES.some((type) => type === word));
  if (unknown === undefined) return [...new Set(words)] as NamespaceType[];
  throw new SpcError(
    'usage',
    `'${unknown}' is no type of namespaces`,
    '',
    `all, or some of ${NAMESPACE_TYPES.join(', ')}, with commas between`,
  );
}

/** Decides what is joined. Throws `usage` for what contradicts itself, `no-target` for a namespace the target has not. */
export function planJoin(choice: JoinChoice, facts: JoinFacts): JoinPlan {
  const { freshProc = false } = choice;
  const wanted = wantedTypes(choice, facts);
  const root = wanted.includes('mnt') ? 'target' : 'host';
  if (freshProc && root === 'target') throw contradiction('--fresh-proc', "the target's own /proc is there already");
  if (root === 'host' && choice.user !== undefined && wanted.includes('pid')) throw exposed();
  for (const type of wanted) requireType(type, facts);
  return { join: wanted.filter((type) => facts.there[type] !== facts.here[type]), root, freshProc };
}

function wantedTypes({ namespaces, root, user }: JoinChoice, facts: JoinFacts): NamespaceType[] {
  const { there } = facts;
  if (namespaces === 'all') return typesOf(there).filter((type) => type !== 'mnt' || root !== 'host');
  if (namespaces?.includes('mnt') && root === 'host')
    throw contradiction('--root host', "with its mount namespace come the target's files");
  const chosen = namespaces ?? usualFor(facts).filter((type) => type !== 'pid' || !user || root === 'target');
  return root === 'target' && !chosen.includes('mnt') ? [...chosen, 'mnt'] : [...chosen];
}

/** Whoever names a namespace means that one. An ordinary user may join the others only by way of a user namespace of his. */
function usualFor({ spec, there, here, root }: JoinFacts): readonly NamespaceType[] {
  if (spec.kind === 'namespace') return [spec.type];
  if (spec.kind === 'netns') return ['net'];
  return root || there.user === undefined || there.user === here.user ? USUAL : ['user', ...USUAL];
}

const typesOf = (set: NamespaceSet) => NAMESPACE_TYPES.filter((type) => set[type] !== undefined);

function requireType(type: NamespaceType, { there }: JoinFacts): void {
  if (there[type] !== undefined) return;
  const why = `what stands for it has: ${typesOf(there).join(', ') || 'none'}`;
  throw new SpcError('no-target', `the target has no ${type} namespace to join`, why, 'choose with --ns');
}

/** Processes of one user may look into each other (ptrace(2)), and /proc/PID/root of one with the host's files leads there. */
const exposed = () =>
  new SpcError(
    'usage',
    "--user does not go with joining pid and the host's files",
    "the target's processes of that user could reach the host's files through the command",
    'leave pid out of --ns, or use --root target',
  );

const contradiction = (option: string, why: string) =>
  new SpcError('usage', `${option} does not go with joining mnt`, why, 'leave one of them out');
