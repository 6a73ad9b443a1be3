/** A table of command-line options, looked up by any spelling. */
import type { EngineProgram } from './program.ts';

export interface OptionRule {
  /** Canonical long name without dashes. */
  name: string;
  /** A boolean takes a value only as `--name=true`. */
  takes: 'value' | 'boolean';
  /** Engines that have it. */
  engines: readonly EngineProgram[];
}

/** Options alike in kind and engines; `names` are separated by blanks. */
export interface Group {
  engines: readonly EngineProgram[];
  takes: OptionRule['takes'];
  names: string;
}

export interface OptionTable {
  /** By canonical long name. */
  rules: ReadonlyMap<string, OptionRule>;
  /** The rule of a long spelling, without dashes. */
  long: (spelling: string) => OptionRule | undefined;
  /** The rule of a one-letter spelling. */
  short: (letter: string) => OptionRule | undefined;
}

type Spellings = Readonly<Record<string, string>>;

/** A table from its groups, letters (`v` → `volume`) and aliases (`net` → `network`). */
export function optionTable(groups: readonly Group[], letters: Spellings, aliases: Spellings): OptionTable {
  const rules = new Map(groups.flatMap(groupRules).map((rule) => [rule.name, rule] as const));
  return {
    rules,
    long: (spelling) => rules.get(resolve(aliases, spelling) ?? spelling),
    short: (letter) => rules.get(resolve(letters, letter) ?? ''),
  };
}

function groupRules({ engines, takes, names }: Group): OptionRule[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, takes, engines }));
}

function resolve(spellings: Spellings, spelling: string): string | undefined {
  return Object.hasOwn(spellings, spelling) ? spellings[spelling] : undefined;
}
