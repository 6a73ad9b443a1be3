/**
 * The atomic dialect: what `atomic run` made of a label in its last version (projectatomic/atomic d5f3f19, 2020:
 * Atomic/atomic.py gen_cmd, cmd_env and sub_env_strings; Atomic/util.py expandvars and check_call). For compatibility only:
 * it reads the caller's whole environment, wipes what is undefined up to the next blank, and splits again after substitution.
 */
import type { LabelVariables } from '../types.ts';
import type { Dialect } from './expand.ts';
import { countInserted, type Notes, newNotes, noteCommands, noteUnusedSet, withNotes } from './notes.ts';
import { splitPython } from './split.ts';

/** What Python's str.split() and `\s` take for blank; JavaScript's `\s` differs in U+001C–1F, U+0085 and U+FEFF. */
const BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const BLANKS = new RegExp(`[${BLANK}]+`, 'g');
const UNDEFINED = new RegExp(`\\$[^${BLANK}]*`, 'g');
const VARIABLE_NAME = /[A-Za-z0-9_]+/y;

type Environment = ReadonlyMap<string, string>;

/** atomic's argv. The first word stays as written: which program `docker` means is for the caller. User arguments are re-split. */
export const expandAtomic: Dialect = (text, vars, args, environment) => {
  const notes = newNotes();
  noteUnusedSet(notes, vars.set, 'atomic');
  const command = [...blankSplit(text), ...args].map((word) => wholeWord(word, vars)).join(' ');
  const expanded = expandVariables(command, commandEnvironment(vars, environment), notes);
  const line = blankSplit(wipeUndefined(expanded, notes)).join(' ');
  noteCommands(notes, line);
  return withNotes(splitPython(line), notes);
};

function blankSplit(text: string): string[] {
  return text.split(BLANKS).filter((word) => word !== '');
}

function wholeWord(word: string, vars: LabelVariables): string {
  if (word === 'IMAGE') return vars.IMAGE;
  if (word === 'NAME') return vars.NAME;
  if (word === 'IMAGE=IMAGE') return `IMAGE=${vars.IMAGE}`;
  return word === 'NAME=NAME' ? `NAME=${vars.NAME}` : word;
}

/** cmd_env: the caller's environment with atomic's own variables over it. OPTn may themselves refer to the environment. */
function commandEnvironment(vars: LabelVariables, environment: Readonly<Record<string, string>>): Environment {
  const caller = new Map(Object.entries(environment));
  const own = new Map([
    ...defined({ HOME: vars.HOME, SUDO_UID: vars.SUDO_UID ?? '0', SUDO_GID: vars.SUDO_GID ?? '0' }),
  ]);
  const options = defined({ OPT1: vars.OPT1, OPT2: vars.OPT2, OPT3: vars.OPT3 })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, expandVariables(value, caller, newNotes())] as const);
  const fixed = defined({ NAME: vars.NAME, IMAGE: vars.IMAGE, PWD: vars.PWD, RUN_OPTS: vars.RUN_OPTS });
  return new Map([...own, ...caller, ...options, ...fixed]);
}

function defined(values: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Python's os.path.expandvars over a given environment: `$x` and `${x}`, values not looked at again, unknown ones left. */
function expandVariables(text: string, environment: Environment, notes: Notes): string {
  const lastBrace = text.lastIndexOf('}');
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    const { name, end } = variableAt(text, at, lastBrace);
    const value = environment.get(name);
    pieces.push(text.slice(from, at), value === undefined ? text.slice(at, end) : countInserted(notes, value));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Name of the variable at a `$`; an empty name, and the index after the `$`, when there is none. */
function variableAt(text: string, at: number, lastBrace: number): { name: string; end: number } {
  if (text[at + 1] === '{' && lastBrace > at) {
    const close = text.indexOf('}', at);
    return { name: text.slice(at + 2, close), end: close + 1 };
  }
  VARIABLE_NAME.lastIndex = at + 1;
  const end = VARIABLE_NAME.test(text) ? VARIABLE_NAME.lastIndex : at + 1;
  return { name: text.slice(at + 1, end), end };
}

/** sub_env_strings: from a `$` that is left up to the next blank, everything goes. */
function wipeUndefined(text: string, notes: Notes): string {
  return text.replace(UNDEFINED, (written) => {
    notes.unknown.add(written);
    return '';
  });
}
