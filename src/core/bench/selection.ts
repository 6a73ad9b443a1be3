/** Which checks are made, and on which containers and images. */
import { SpcError } from '../errors.ts';
import { globMatch } from '../glob.ts';
import { nearest } from '../nearest.ts';
import { GROUPS } from './groups.ts';
import { SECTIONS } from './order.ts';
import type { Check, ContainerEvidence, Evidence, ImageEvidence, LeftOut, SectionId } from './types.ts';

export interface Selection {
  /** `5`, `5.4`, `1.1`, `check_5_4`, or a group of docker-bench-security; [] is all. */
  check: readonly string[];
  /** The same, for what is not made. */
  skip: readonly string[];
  /** 1: only level 1; 2: both, as level 2 builds on level 1. Absent: both. */
  level?: 1 | 2;
  /** Section ids, of what is left; [] is all. */
  sections: readonly string[];
  /** Patterns on names of containers and images: `*` stands for anything, a pattern without one may lie anywhere. */
  include: readonly string[];
  exclude: readonly string[];
  /** Containers by name or id: only these, and the checks on containers. */
  targets: readonly string[];
  /** `key` or `key=value`; all must be there. */
  labels: readonly string[];
}

/** Whether it leaves out some containers or images. */
export const isNarrow = ({ include, exclude, targets, labels }: Selection): boolean =>
  [include, exclude, targets, labels].some((words) => words.length > 0);

/** Everything. */
export const ALL: Selection = { check: [], skip: [], sections: [], include: [], exclude: [], targets: [], labels: [] };

/** The checks that are wanted, in the table's order. Throws `usage` for a word that names none, and when none is left. */
export function selectChecks(checks: readonly Check[], selection: Selection): Check[] {
  const wanted = selection.check.map((word) => matcher(word, checks));
  const sections = selection.sections.map(sectionId);
  const unwanted = selection.skip.map((word) => matcher(word, checks));
  const left = checks.filter(
    (check) =>
      (wanted.length === 0 || wanted.some((matches) => matches(check))) &&
      !unwanted.some((matches) => matches(check)) &&
      (sections.length === 0 || sections.includes(check.section)) &&
      check.level <= (selection.level ?? 2) &&
      (selection.targets.length === 0 || check.scope === 'containers'),
  );
  if (left.length > 0) return left;
  const why = selection.targets.length > 0 ? '--target leaves only checks on containers' : '';
  throw new SpcError(
    'usage',
    'no check is left of what was selected',
    why,
    'fewer of --check, --skip, --section and --level',
  );
}

function sectionId(word: string): SectionId {
  const section = SECTIONS.find((known) => known === word.toUpperCase());
  if (section) return section;
  throw new SpcError('usage', `there is no section '${word}'`, '', '1 to 7, and C');
}

function matcher(word: string, checks: readonly Check[]): (check: Check) => boolean {
  if (Object.hasOwn(GROUPS, word)) return GROUPS[word] ?? (() => false);
  const id = word
    .replace(/^check_/, '')
    .replaceAll('_', '.')
    .toUpperCase();
  const matches = (check: Check) => check.id === id || check.id.startsWith(`${id}.`);
  if (checks.some(matches)) return matches;
  const known = [...checks.map((check) => check.id), ...Object.keys(GROUPS)];
  throw new SpcError('usage', `there is no check '${word}'`, '', nearest(word, known).join(', ') || '5, 5.4, 1.1 …');
}

/**
 * The evidence with only the containers and images that are wanted. spc's own, docker-bench-security's and the infra
 * containers of pods are left out, and said to be. Throws `no-container` for a target that is none.
 */
export function selectObjects(evidence: Evidence, selection: Selection): { evidence: Evidence; leftOut: LeftOut[] } {
  const { containers, images } = evidence;
  const [inContainers, inImages] = ['ok' in containers ? containers.ok : [], 'ok' in images ? images.ok : []];
  if ('ok' in containers) requireTargets(selection.targets, inContainers);
  const leftOut = [...inContainers.map(containerLeftOut), ...inImages.map(imageLeftOut)].filter(
    (one) => one.why !== '',
  );
  const kept = inContainers.filter((one) => containerLeftOut(one).why === '' && isWanted(selection, one, [one.name]));
  const keptImages = inImages.filter((one) => imageLeftOut(one).why === '' && isWanted(selection, one, one.tags));
  const targeted = kept.filter((one) => selection.targets.length === 0 || isTarget(selection.targets, one));
  return {
    evidence: {
      ...evidence,
      ...('ok' in containers && { containers: { ok: targeted } }),
      ...('ok' in images && { images: { ok: keptImages } }),
    },
    leftOut,
  };
}

/** As {@link selectObjects} takes a name; labels are not asked. */
export const isNamed = ({ include, exclude }: Selection, names: readonly string[]): boolean => {
  const named = (patterns: readonly string[]) => patterns.some((pattern) => names.some((name) => like(pattern, name)));
  return (include.length === 0 || named(include)) && !named(exclude);
};

const isTarget = (targets: readonly string[], { id, name }: ContainerEvidence) =>
  targets.some((target) => target === name || (target.length >= 3 && id.startsWith(target)));

function requireTargets(targets: readonly string[], containers: readonly ContainerEvidence[]): void {
  const missing = targets.find((target) => !containers.some((one) => isTarget([target], one)));
  if (missing === undefined) return;
  const like = nearest(
    missing,
    containers.map(({ name }) => name),
  ).join(', ');
  throw new SpcError('no-container', `there is no container '${missing}'`, '', like);
}

function isWanted(selection: Selection, one: ContainerEvidence | ImageEvidence, names: readonly string[]): boolean {
  return isNamed(selection, names) && selection.labels.every((label) => hasLabel(one, label));
}

const like = (pattern: string, name: string) => globMatch(pattern.includes('*') ? pattern : `*${pattern}*`, name);

function hasLabel({ labels }: { labels: Record<string, string> }, wanted: string): boolean {
  const equals = wanted.indexOf('=');
  const key = equals < 0 ? wanted : wanted.slice(0, equals);
  return Object.hasOwn(labels, key) && (equals < 0 || labels[key] === wanted.slice(equals + 1));
}

/** What the original looks for on itself. Anyone can set it, so what has it is named as left out. */
const ORIGINAL = 'docker_bench_security';

const whyNot = ({ own, labels }: { own: string; labels: Record<string, string> }) =>
  own || (Object.hasOwn(labels, ORIGINAL) ? `it has the label ${ORIGINAL}` : '');

const containerLeftOut = (one: ContainerEvidence): LeftOut => ({
  kind: 'container',
  name: one.name,
  why: whyNot(one) || (one.infra ? 'it only holds the namespaces of a pod' : ''),
});

const imageLeftOut = (one: ImageEvidence): LeftOut => ({
  kind: 'image',
  name: one.tags[0] ?? one.id,
  why: whyNot(one),
});
