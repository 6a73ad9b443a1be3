/**
 * The spc dialect, the default. A label is split into words once; each word is then substituted on its own and never split
 * again, so no value can add an option. Only a fixed list of variables is known, nothing is run, and what is not known stays
 * as written and is named.
 */
import { SpcError } from '../errors.ts';
import type { LabelVariables } from '../types.ts';
import type { Dialect } from './expand.ts';
import { parseExpansion } from './expansion.ts';
import { takesNextWord } from './flags.ts';
import { countInserted, type Notes, newNotes, withNotes } from './notes.ts';
import { engineOf } from './program.ts';
import { parseRunCommand } from './runspec.ts';
import { literalText, type Part, tokenise, type Word } from './shlex.ts';
import { checkVariables, isOptionVariable, variableValue } from './variables.ts';

/** Words a shell would act on: `;`, `|`, `&&`, `<`, `2>&1`, `>file`. */
const OPERATOR = /^(?:[;|&]+|[0-9]?[<>].*)$/s;
/** `KEY=IMAGE` and `KEY=NAME`, with any key: `-e IMAGE=IMAGE`, `--name=NAME`. */
const KEY_IS_VARIABLE = /^(.*=)(IMAGE|NAME)$/s;
/** A colon or comma in a directory's name would begin a further field of `-v` or `--mount`. */
const FIELD_SEPARATOR = /[:,]/;

/** What a part became; `fromValue` when the text is a variable's value and not the label's own. */
interface Piece {
  text: string;
  fromValue: boolean;
}

/** Our argv. User arguments follow one by one, untouched. Throws for an unreadable label and for values that could deceive. */
export const expandSpc: Dialect = (text, vars, args) => {
  checkVariables(vars);
  const notes = newNotes();
  const argv: string[] = [];
  for (const word of tokenise(text)) {
    const words = expandWord(word, vars, notes);
    if (words.length === 0) noteVanished(word, argv.at(-1) ?? '', notes);
    for (const expanded of words) argv.push(expanded);
  }
  if (argv.length === 0) throw new SpcError('label-syntax', 'the label is empty');
  if (args.length > 0 && engineOf(argv[0] ?? '')) requireWhole(argv);
  return withNotes([...argv, ...args], notes);
};

/** A label without an image (`docker run -d --net=host`) would take the user's first argument for one, and pull it. */
function requireWhole(argv: string[]): void {
  parseRunCommand(argv);
}

function expandWord(word: Word, vars: LabelVariables, notes: Notes): string[] {
  const [part, ...others] = word.parts;
  if (part && others.length === 0 && part.quote === 'none') {
    if (part.kind === 'text') return [expandBare(part.text, vars, notes)];
    const options = splice(part, vars, notes);
    if (options) return options;
  }
  const pieces = word.parts.map((each) => expandPart(each, vars, notes));
  checkNoOption(pieces, word);
  return [pieces.map((piece) => piece.text).join('')];
}

/** A whole word without quotes or expansions. */
function expandBare(text: string, vars: LabelVariables, notes: Notes): string {
  if (text === 'IMAGE' || text === 'NAME') return countInserted(notes, vars[text]);
  const [, key, variable] = KEY_IS_VARIABLE.exec(text) ?? [];
  if (key !== undefined) return key + countInserted(notes, variable === 'IMAGE' ? vars.IMAGE : vars.NAME);
  if (OPERATOR.test(text)) notes.warnings.add(`no shell runs this label: ${text} is an ordinary word`);
  return text;
}

/** The words of an option variable that stands alone; undefined when the part is none. */
function splice(part: Part, vars: LabelVariables, notes: Notes): string[] | undefined {
  const expansion = parseExpansion(part.text);
  if (!expansion || !isOptionVariable(expansion.name)) return undefined;
  const value = variableValue(expansion.name, vars) ?? '';
  if (value === '' && expansion.fallback !== undefined) return undefined;
  return optionWords(expansion.name, countInserted(notes, value));
}

/** The user's or administrator's own words: split as a shell would, with nothing substituted. */
function optionWords(name: string, value: string): string[] {
  try {
    return tokenise(value).map(literalText);
  } catch (error) {
    if (error instanceof SpcError)
      throw new SpcError(error.code, `${name} cannot be read: ${error.message}`, error.why);
    throw error;
  }
}

function expandPart(part: Part, vars: LabelVariables, notes: Notes): Piece {
  const expansion = part.kind === 'expansion' ? parseExpansion(part.text) : undefined;
  if (!expansion) return keep(part, notes);
  const value = variableValue(expansion.name, vars);
  if (expansion.fallback !== undefined && !value) return fallBack(expansion.name, expansion.fallback, notes);
  if (value === undefined) return keep(part, notes);
  noteSeparator(expansion.name, value, notes);
  return { text: countInserted(notes, value), fromValue: !isOptionVariable(expansion.name) };
}

function keep(part: Part, notes: Notes): Piece {
  if (part.kind === 'expansion') notes.unknown.add(part.text);
  return { text: part.text, fromValue: false };
}

function fallBack(name: string, fallback: string, notes: Notes): Piece {
  notes.warnings.add(`${name} is not set: the label's default ${JSON.stringify(fallback)} is used`);
  return { text: fallback, fromValue: false };
}

function noteSeparator(name: string, value: string, notes: Notes): void {
  if ((name !== 'PWD' && name !== 'HOME') || !FIELD_SEPARATOR.test(value)) return;
  notes.warnings.add(`${name} holds ":" or ",", which end a field of -v and --mount: ${value}`);
}

/** A value at the start of a word must not turn it into an option. OPTn may: it is there for options. */
function checkNoOption(pieces: readonly Piece[], word: Word): void {
  const first = pieces.find((piece) => piece.text !== '');
  if (!first?.fromValue || !first.text.startsWith('-')) return;
  const why = `the value of ${literalText(word)} begins with "-"`;
  throw new SpcError('usage', 'a variable would be taken for an option', why);
}

/** `--name ${OPT1} --rm` with OPT1 unset makes `--rm` the name: legal, and never meant. */
function noteVanished(word: Word, before: string, notes: Notes): void {
  if (!takesNextWord(before)) return;
  notes.warnings.add(`${literalText(word)} is not set, so ${before} takes the next word for its value`);
}
