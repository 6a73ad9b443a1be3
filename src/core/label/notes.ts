/** What a dialect notices on its way through a label. */
import { SpcError } from '../errors.ts';
import { MAX_ARGV_BYTES } from './characters.ts';

/** `$(…)` and `` `…` ``: what a shell would have run. Each alternative consumes what it scans, so the whole is linear. */
const COMMANDS = /\$\([^()]*\)?|`[^`]*`?/g;

/** Collects each note once, in the order met, and keeps an expansion from growing without end. */
export interface Notes {
  unknown: Set<string>;
  warnings: Set<string>;
  /** UTF-16 units put in for variables so far. */
  inserted: number;
}

export function newNotes(): Notes {
  return { unknown: new Set(), warnings: new Set(), inserted: 0 };
}

/** Counts a value about to be put in. Throws `label-too-large` when the whole could not be a command line any more. */
export function countInserted(notes: Notes, value: string): string {
  notes.inserted += value.length;
  if (notes.inserted <= MAX_ARGV_BYTES) return value;
  throw new SpcError('label-too-large', 'the label grows beyond 2 MiB when its variables are put in');
}

/** Notes the command substitutions of a text as not expanded. */
export function noteCommands(notes: Notes, text: string): void {
  for (const [written] of text.matchAll(COMMANDS)) notes.unknown.add(written);
}

export function withNotes(argv: string[], notes: Notes): { argv: string[]; unknown: string[]; warnings: string[] } {
  return { argv, unknown: [...notes.unknown], warnings: [...notes.warnings] };
}

/** Notes that `--set` has no effect in a dialect that knows no such variables. */
export function noteUnusedSet(notes: Notes, set: object | undefined, dialect: string): void {
  if (set && Object.keys(set).length > 0) notes.warnings.add(`the ${dialect} dialect has no --set variables: not used`);
}
