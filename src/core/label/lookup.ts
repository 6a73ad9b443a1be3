/** Finding a label on an image, and refusing text no label should hold. */
import { SpcError } from '../errors.ts';
import type { DialectName } from '../types.ts';
import { textProblem } from './characters.ts';

export interface FoundLabel {
  /** The key as the image spells it. */
  key: string;
  value: string;
}

type Labels = Readonly<Record<string, string>>;
type Lookup = (labels: Labels, name: string) => FoundLabel | undefined;

const LOOKUPS = { spc: findUnambiguous, atomic: findSpelled, podman: findFolded } satisfies Record<DialectName, Lookup>;

/**
 * The label of that name by the dialect's rule, or undefined. Only own keys count, so `__proto__` finds nothing it should not.
 * Throws `label-ambiguous` in the spc dialect when two spellings hold different values.
 */
export function findLabel(labels: Labels, name: string, dialect: DialectName): FoundLabel | undefined {
  return LOOKUPS[dialect](labels, name);
}

/** Throws `label-too-large` above 64 KiB (before any other work), else `label-characters` naming the first bad character. */
export function checkLabelText(key: string, text: string): void {
  const problem = textProblem(text);
  if (!problem) return;
  const hint = 'such a label is a mistake or an attack: ask whoever built the image';
  throw new SpcError(problem.code, `the label ${key} ${problem.says}`, '', hint);
}

/** atomic's order: as asked, then lower, Capitalized, UPPER (Atomic/objects/image.py, get_label). */
function findSpelled(labels: Labels, name: string): FoundLabel | undefined {
  const lower = name.toLowerCase();
  const spellings = [name, lower, lower.charAt(0).toUpperCase() + lower.slice(1), name.toUpperCase()];
  const key = spellings.find((spelling) => Object.hasOwn(labels, spelling));
  return key === undefined ? undefined : found(labels, key);
}

/** podman's: any spelling; where it picks at random this takes the exact one, else the first. An empty value is no label. */
function findFolded(labels: Labels, name: string): FoundLabel | undefined {
  const keys = foldedKeys(labels, name);
  const key = keys.find((candidate) => candidate === name) ?? keys[0];
  return key === undefined || labels[key] === '' ? undefined : found(labels, key);
}

/** spc's: any spelling, as long as all spellings say the same. */
function findUnambiguous(labels: Labels, name: string): FoundLabel | undefined {
  const keys = foldedKeys(labels, name);
  const key = keys.find((candidate) => candidate === name) ?? keys[0];
  if (key === undefined) return undefined;
  const other = keys.find((candidate) => labels[candidate] !== labels[key]);
  if (other !== undefined) throw ambiguous(key, other);
  return found(labels, key);
}

function foldedKeys(labels: Labels, name: string): string[] {
  const wanted = name.toLowerCase();
  return Object.keys(labels).filter((key) => key.length === name.length && key.toLowerCase() === wanted);
}

function found(labels: Labels, key: string): FoundLabel {
  return { key, value: labels[key] ?? '' };
}

function ambiguous(key: string, other: string): SpcError {
  const why = `the labels ${key} and ${other} differ, and engines disagree on which one counts`;
  return new SpcError(
    'label-ambiguous',
    `the image has both ${key} and ${other}`,
    why,
    '--compat atomic or podman to have one chosen by their rules, or mend the image',
  );
}
