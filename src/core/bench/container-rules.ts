/** Rules on running containers: one question asked of each. */
import { defineCheck } from './define.ts';
import { error, fail, info, notApplicable, pass, proof } from './judgement.ts';
import type {
  Check,
  CheckTexts,
  ContainerEvidence,
  Facts,
  Item,
  Judgement,
  PieceName,
  Proof,
  Severity,
} from './types.ts';

/** What is wrong with a container ('' : nothing), or why that cannot be told. */
export type Look = string | { unknown: string };

/** A check on each running container, as its table writes it. */
export interface ContainerCheckSpec<K extends PieceName> {
  id: string;
  title: string;
  level?: 1 | 2;
  /** A manual one does not fail: what it finds is info. */
  mode?: 'automated' | 'manual';
  severity: Severity;
  /** Needed beside the containers. */
  needs?: readonly K[];
  /** The field of the engine's inspect that decides, and its value: the proof. */
  field: string;
  value: (container: ContainerEvidence) => unknown;
  /** When nothing is wrong: 'no running container is privileged'. */
  good: string;
  look: (container: ContainerEvidence, facts: Facts<K | 'containers'>) => Look;
  /** Why the host or the engine makes the question pointless; '' when it does not. */
  pointless?: (facts: Facts<K | 'containers'>) => string;
  explain: CheckTexts;
}

/** The check. No running container: not applicable. */
export function containerCheck<K extends PieceName = never>(spec: ContainerCheckSpec<K>): Check {
  const { id, title, level = 1, mode = 'automated', severity, needs = [], explain } = spec;
  const rule = (facts: Facts<K | 'containers'>): Judgement => {
    const why = spec.pointless?.(facts) ?? '';
    return why === '' ? judgeContainers(facts, spec) : notApplicable(why);
  };
  return defineCheck<K | 'containers'>({
    id,
    title,
    level,
    mode,
    scope: 'containers',
    severity,
    needs: ['containers', ...needs],
    explain,
    rule,
  });
}

/** The containers a rule is about. */
export const runningOf = ({ containers }: Facts<'containers'>): ContainerEvidence[] =>
  containers.filter(({ running }) => running);

/** The one answer to a question about containers when there are none, or none that was selected. */
export const NONE_RUNNING = 'there is no running container to judge';

function judgeContainers<K extends PieceName>(facts: Facts<K | 'containers'>, spec: ContainerCheckSpec<K>): Judgement {
  const running = runningOf(facts as unknown as Facts<'containers'>);
  if (running.length === 0) return notApplicable(NONE_RUNNING);
  const looks = running.map((container) => ({ container, look: spec.look(container, facts) }));
  const items = looks.flatMap(({ container, look }) => (typeof look === 'string' ? itemOf(container, look) : []));
  const unknown = looks.flatMap(({ container, look }) =>
    typeof look === 'string' ? [] : [`${container.name}: ${look.unknown}`],
  );
  const also = unknown.length > 0 ? `; of ${unknown.length} it cannot be told` : '';
  const found = spec.mode === 'manual' ? info : fail;
  const bad = looks.filter(({ look }) => look !== '').map(({ container }) => container);
  if (items.length > 0)
    return found(countText(items, running.length, 'running containers') + also, proofs(spec, bad), items);
  if (unknown.length > 0) return error(unknown.slice(0, MOST_PROOFS).join('; '), proofs(spec, bad));
  return pass(spec.good, [proof('running containers', running.length)]);
}

const itemOf = ({ id, name }: ContainerEvidence, detail: string): Item[] =>
  detail === '' ? [] : [{ kind: 'container', name, id, detail }];

/** `3 of 4 running containers: web has no memory limit, and 2 more`. */
export function countText(items: readonly Item[], all: number, of: string): string {
  const [first] = items;
  const others = items.length > 1 ? `, and ${items.length - 1} more` : '';
  return `${items.length} of ${all} ${of}: ${first?.name} ${first?.detail}${others}`;
}

/** Evidence is a short list. */
const MOST_PROOFS = 5;

const proofs = <K extends PieceName>(
  { field, value }: ContainerCheckSpec<K>,
  containers: readonly ContainerEvidence[],
): Proof[] =>
  containers.slice(0, MOST_PROOFS).map((container) => proof(`${field} of ${container.name}`, value(container)));
