/** Which container a name means. */
import type { Discovery, FoundContainer } from '../containers/types.ts';
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { sanitize } from '../sanitize.ts';
import type { TargetSpec } from '../target.ts';
import { isPid } from './parse.ts';

type ContainerSpec = Extract<TargetSpec, { kind: 'container' }>;

/**
 * The container of a name, else of an id that begins so; `group/name` where a maker groups them. A name or whole id is
 * exact, so it comes before beginnings; root's come before others of the same name. Throws `no-target` with what is near, `ambiguous` with the candidates.
 */
export function findContainer(
  spec: ContainerSpec,
  text: string,
  { containers, gaps }: Pick<Discovery, 'containers' | 'gaps'>,
): FoundContainer {
  const matches = matchContainers(spec, containers);
  const [only, ...others] = matches;
  if (!only) throw noContainer(spec.name, text, containers, gaps);
  if (others.length > 0) throw ambiguous(text, matches);
  return only;
}

/** Those that the name means: one, unless it is ambiguous or means none. */
export function matchContainers(
  { engine, name }: ContainerSpec,
  containers: readonly FoundContainer[],
): readonly FoundContainer[] {
  const eligible = containers.filter((each) => !engine || each.engine === engine || each.alsoKnownTo.includes(engine));
  const exact = firstRank(eligible.filter((each) => isShortId(name, each) || namesOf(each).includes(name)));
  return exact.length > 0 ? exact : eligible.filter(({ id }) => name !== '' && id.startsWith(name));
}

/** As long as engines print it: so much of an id is as good as a name, and no name of another's may stand before it. */
const isShortId = (name: string, { id }: FoundContainer) =>
  id === name || (/^[0-9a-f]{12,}$/.test(name) && id.startsWith(name));

/** Anyone may give his container, or a program in a namespace of its own, the name of one of root's: root's is meant. */
function firstRank(containers: readonly FoundContainer[]): FoundContainer[] {
  const best = Math.min(...containers.map(rank));
  return containers.filter((each) => rank(each) === best);
}

function rank({ engine, owner }: FoundContainer): number {
  return engine === 'none' ? 2 : Number(owner !== 0);
}

/** What could not be read may be why it was not found; more than this no one reads. */
const MAX_GAPS = 3;

const namesOf = ({ name, group }: FoundContainer) => (group ? [name, `${group}/${name}`] : [name]);

function noContainer(
  name: string,
  text: string,
  containers: readonly FoundContainer[],
  gaps: readonly string[],
): SpcError {
  const near = nearest(name, [...new Set(containers.map((each) => each.name))]);
  const meant = isPid(text) ? [`pid:${text}`] : near;
  const hint = meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : 'spc ps --containers lists them';
  const told = gaps.slice(0, MAX_GAPS).map((gap) => sanitize(gap));
  const why = ['no engine has one of this name or id', ...told].join('; ');
  return new SpcError('no-target', `no container ${text}`, why, hint);
}

function ambiguous(text: string, matches: readonly FoundContainer[]): SpcError {
  const lines = matches.map(({ name, engine, id, pid, owner }) =>
    sanitize(
      `${name} (${engine}${owner ? ` of user ${owner}` : ''}) ${id.slice(0, 12)} ${pid ? `pid ${pid}` : 'not running'}`,
    ),
  );
  const [first] = matches;
  const engines = new Set(matches.map(({ engine }) => engine));
  const hint = engines.size > 1 ? `say which: ${first?.engine}/${text}` : 'say which by more of its id';
  return new SpcError('ambiguous', `${text} means several containers`, `\n    ${lines.join('\n    ')}`, hint);
}
