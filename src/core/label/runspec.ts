/** An engine's command line ↔ data: what a label asks for, judged on parsed options and not on substrings. */
import { SpcError } from '../errors.ts';
import type { RunOption, RunSpec, VerbSpec } from '../types.ts';
import { parseFlags } from './flags.ts';
import { GLOBAL_OPTIONS } from './globals.ts';
import { RUN_OPTIONS } from './options.ts';

/**
 * The command an argv holds: `run` or `container run` → RunSpec, any other verb → VerbSpec (`container X` → verb X).
 * The program is taken as it is: whether it is an engine is for `engineOf` to say.
 * Throws `label-syntax`: no verb, an unknown option, a missing value, no image.
 */
export function parseRunCommand(argv: readonly string[]): RunSpec | VerbSpec {
  const [program, ...words] = argv;
  if (program === undefined) throw new SpcError('label-syntax', 'the label is empty');
  const { written: globals, rest } = parseFlags(words, GLOBAL_OPTIONS);
  const [verb, args] = splitVerb(rest);
  if (verb === undefined) throw new SpcError('label-syntax', `the label names no command for ${program} to run`);
  return verb === 'run' ? parseRun(program, globals, args) : { program, globals, verb, args };
}

export function isRun(spec: RunSpec | VerbSpec): spec is RunSpec {
  return 'image' in spec;
}

/** Everything after the program, each value as `--name=value` so that none is taken for an option; parses to the same RunSpec. */
export function renderRun(spec: RunSpec): string[] {
  return [...spec.globals, 'run', ...spec.options.map(renderOption), spec.image, ...spec.command];
}

/** Values of every occurrence, in order. `name` is canonical: `volume`. */
export function optionValues(spec: RunSpec, name: string): string[] {
  return spec.options.filter((option) => option.name === name).map((option) => option.value);
}

/** The value that counts for an option that may be given once. */
export function lastValue(spec: RunSpec, name: string): string | undefined {
  return optionValues(spec, name).at(-1);
}

/** Whether a boolean was written and is true in the end: `--rm --rm=false` is off. */
export function isOn(spec: RunSpec, name: string): boolean {
  return lastValue(spec, name) === 'true';
}

/** The option with this value only, where its first occurrence was, else last. */
export function withOption(spec: RunSpec, name: string, value: string): RunSpec {
  const first = spec.options.findIndex((option) => option.name === name);
  if (first < 0) return addOption(spec, name, value);
  const options = spec.options.with(first, newOption(name, value));
  return { ...spec, options: options.filter((option, index) => option.name !== name || index === first) };
}

/** One more occurrence, after all others. */
export function addOption(spec: RunSpec, name: string, value: string): RunSpec {
  return { ...spec, options: [...spec.options, newOption(name, value)] };
}

/** No occurrence any more. */
export function withoutOption(spec: RunSpec, name: string): RunSpec {
  return { ...spec, options: spec.options.filter((option) => option.name !== name) };
}

function splitVerb(words: readonly string[]): [verb: string | undefined, args: string[]] {
  const [verb, inner, ...args] = words;
  if (verb === 'container' && inner !== undefined && !inner.startsWith('-')) return [inner, args];
  return [verb, words.slice(1)];
}

function parseRun(program: string, globals: string[], words: readonly string[]): RunSpec {
  const { options, rest } = parseFlags(words, RUN_OPTIONS);
  const [image, ...command] = rest;
  if (!image) {
    const why = 'after the options of run an image must follow';
    throw new SpcError('label-syntax', 'the label names no image', why, 'the label should hold the word IMAGE');
  }
  if (image.startsWith('-')) throw new SpcError('label-syntax', `${image} stands where the image should`);
  return { program, globals, options, image, command };
}

function newOption(name: string, value: string): RunOption {
  return { name, value, words: [renderOption({ name, value })] };
}

function renderOption({ name, value }: Pick<RunOption, 'name' | 'value'>): string {
  const isBare = value === 'true' && RUN_OPTIONS.rules.get(name)?.takes === 'boolean';
  return isBare ? `--${name}` : `--${name}=${value}`;
}
