/** Reads options as pflag does with SetInterspersed(false), the way docker, podman and nerdctl all read theirs. */
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { RunOption } from '../types.ts';
import type { OptionRule, OptionTable } from './option-table.ts';
import { RUN_OPTIONS } from './options.ts';

/** Go's strconv.ParseBool. */
const BOOLEANS: ReadonlyMap<string, 'true' | 'false'> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, 'true'] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, 'false'] as const),
]);

export interface Flags {
  options: RunOption[];
  /** The words the options came from, as written. */
  written: string[];
  /** From the first operand on; a `--` before it is gone. */
  rest: string[];
}

/** Options up to the first operand. Throws `label-syntax`: an unknown option, a missing or wrong value. */
export function parseFlags(words: readonly string[], table: OptionTable): Flags {
  const options: RunOption[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (!isOption(word)) break;
    if (word === '--') return { options, written: words.slice(0, at), rest: words.slice(at + 1) };
    const read = word.startsWith('--') ? readLong(word, words[at + 1], table) : readCluster(word, words[at + 1], table);
    for (const option of read) options.push(option);
    at += read.at(-1)?.words.length ?? 1;
  }
  return { options, written: words.slice(0, at), rest: words.slice(at) };
}

/** Whether a run option, written as this one word, takes the word after it for its value. */
export function takesNextWord(word: string): boolean {
  if (!isOption(word) || word === '--') return false;
  if (word.startsWith('--')) return RUN_OPTIONS.long(word.slice(2))?.takes === 'value';
  const letters = [...word.slice(1)];
  const taker = letters.findIndex((letter) => RUN_OPTIONS.short(letter)?.takes !== 'boolean');
  return taker === letters.length - 1 && RUN_OPTIONS.short(letters[taker] ?? '')?.takes === 'value';
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

function readLong(word: string, next: string | undefined, table: OptionTable): RunOption[] {
  const equals = word.indexOf('=');
  const spelling = word.slice(2, equals < 0 ? undefined : equals);
  const rule = table.long(spelling);
  if (!rule) throw unknownOption(`--${spelling}`, table);
  if (equals >= 0) return [option(rule, word.slice(equals + 1), [word])];
  if (rule.takes === 'boolean') return [option(rule, 'true', [word])];
  return [option(rule, required(next, `--${spelling}`), [word, next ?? ''])];
}

/** `-it`, `-v/:/host`, `-v=/:/host`, `-itv /:/host`, `-i=false`. */
function readCluster(word: string, next: string | undefined, table: OptionTable): RunOption[] {
  const options: RunOption[] = [];
  let letters = word.slice(1);
  while (letters !== '') {
    const letter = letters.charAt(0);
    const rule = table.short(letter);
    if (!rule) throw unknownLetter(letter, word, table);
    const rest = letters.slice(1);
    const isLast = rule.takes === 'value' || hasValue(rest);
    options.push(isLast ? lastOfCluster(rule, word, rest, next) : option(rule, 'true', [word]));
    letters = isLast ? '' : rest;
  }
  return options;
}

/** pflag takes `=` for a separator only when a value follows it: `-v=` has the value `=`. */
function hasValue(rest: string): boolean {
  return rest.length > 1 && rest.startsWith('=');
}

function lastOfCluster(rule: OptionRule, word: string, rest: string, next: string | undefined): RunOption {
  if (hasValue(rest)) return option(rule, rest.slice(1), [word]);
  if (rest !== '') return option(rule, rest, [word]);
  return option(rule, required(next, `-${word.at(-1)}`), [word, next ?? '']);
}

function option(rule: OptionRule, value: string, words: string[]): RunOption {
  if (rule.takes === 'value') return { name: rule.name, value, words };
  const boolean = BOOLEANS.get(value);
  if (boolean === undefined) {
    throw new SpcError('label-syntax', `--${rule.name} is true or false, not ${JSON.stringify(value)}`);
  }
  return { name: rule.name, value: boolean, words };
}

function required(value: string | undefined, spelling: string): string {
  if (value === undefined)
    throw new SpcError('label-syntax', `the option ${spelling} has no value: the label ends there`);
  return value;
}

function unknownLetter(letter: string, word: string, table: OptionTable): SpcError {
  const asLong = word.slice(1).split('=', 1)[0] ?? '';
  if (table.long(asLong)) return unknown(word, `did you mean -${word}?`);
  return asLong.length > 2 ? unknownOption(word, table) : unknown(`-${letter}`, '');
}

function unknownOption(spelling: string, table: OptionTable): SpcError {
  const [near] = nearest(spelling.replace(/^-+/, ''), [...table.rules.keys()], 1);
  return unknown(spelling, near === undefined ? '' : `did you mean --${near}?`);
}

function unknown(spelling: string, hint: string): SpcError {
  const what = `no engine has the option ${spelling}${hint && `: ${hint}`}`;
  return new SpcError('label-syntax', what, '', hint);
}
