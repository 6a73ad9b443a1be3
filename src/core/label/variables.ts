/** What a label may refer to, and what those values may hold. */
import { SpcError } from '../errors.ts';
import type { LabelVariables } from '../types.ts';
import { findDeceptive } from './characters.ts';
import { isContainerName } from './name.ts';

/** Directories an image keeps on its host, by its container's name (atomic-run(1) until 2015; labels still use them). */
const DIRECTORIES: Readonly<Record<string, string>> = { CONFDIR: '/etc/', LOGDIR: '/var/log/', DATADIR: '/var/lib/' };

const FROM_CALLER = ['PWD', 'HOME', 'SUDO_UID', 'SUDO_GID'] as const;
const OPTIONS = ['OPT1', 'OPT2', 'OPT3', 'RUN_OPTS'] as const;

export type OptionVariable = (typeof OPTIONS)[number];

/** Whether the variable holds options written by the user or the administrator, to be spliced as words. */
export function isOptionVariable(name: string): name is OptionVariable {
  return (OPTIONS as readonly string[]).includes(name);
}

/** The value of a variable of the fixed list or of `--set`; undefined when it is neither. Unset OPTn and RUN_OPTS are empty. */
export function variableValue(name: string, vars: LabelVariables): string | undefined {
  if (name === 'IMAGE' || name === 'NAME') return vars[name];
  if (vars.set && Object.hasOwn(vars.set, name)) return vars.set[name];
  if (isOptionVariable(name)) return vars[name] ?? '';
  if (Object.hasOwn(DIRECTORIES, name)) return `${DIRECTORIES[name]}${vars.NAME}`;
  const fromCaller = FROM_CALLER.find((known) => known === name);
  return fromCaller && vars[fromCaller];
}

/** Throws `usage` for a NAME or IMAGE that could be taken for something else, or control characters in options. */
export function checkVariables(vars: LabelVariables): void {
  if (!isContainerName(vars.NAME)) throw badName(vars.NAME);
  checkImage(vars.IMAGE);
  for (const name of OPTIONS) checkOptions(name, variableValue(name, vars) ?? '');
}

function badName(name: string): SpcError {
  const why = 'a name has letters, digits, "_", "." and "-", and begins with a letter or digit';
  return new SpcError('usage', `NAME ${JSON.stringify(name)} is no container name`, why, 'give one with --name');
}

function checkImage(image: string): void {
  if (image !== '' && !image.startsWith('-') && !/\s/.test(image) && !findDeceptive(image)) return;
  const why = 'an image reference has no blanks or control characters and does not begin with "-"';
  throw new SpcError('usage', `IMAGE ${JSON.stringify(image)} is no image reference`, why);
}

function checkOptions(name: OptionVariable, value: string): void {
  const bad = findDeceptive(value);
  if (bad) throw new SpcError('usage', `${name} holds ${bad.name} at character ${bad.position}`);
}
