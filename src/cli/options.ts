/** Options that several commands share, each defined once. */
import { Argument, InvalidArgumentError, Option } from 'commander';
import { DIALECT_NAMES, ENGINE_NAMES } from '../core/types.ts';

export const imageArgument = () =>
  new Argument('<image>', 'image name, id, or the name of a recipe').argParser(
    shaped(/^[^\s-]\S*$/, 'It must be the name or id of an image.'),
  );

export const argsArgument = () =>
  new Argument('[arg...]', "the tool and its arguments, in place of the image's own command");

export const engineOption = () =>
  new Option(
    '--engine <name>',
    'engine to use; else SPC_ENGINE, the configuration, then docker, podman, builtin',
  ).choices(ENGINE_NAMES);

/** atomic's name for --engine. */
export const storageOption = () => new Option('--storage <name>', 'the same as --engine').choices(ENGINE_NAMES);

export const compatOption = () =>
  new Option('--compat <dialect>', 'how the label is read: spc (safe), atomic (as of 2020), podman (runlabel)').choices(
    DIALECT_NAMES,
  );

export const jsonOption = () => new Option('--json', 'JSON on standard output');

export const nameOption = () => new Option('-n, --name <name>', 'name of the container; else made from the image');

export const setOption = () =>
  new Option('--set <NAME=VALUE>', 'a variable of the label; may be given again').argParser(collectSettings);

export const optOptions = () => [1, 2, 3].map((n) => new Option(`--opt${n} <text>`, `words for the label's OPT${n}`));

/** A parser of an option's value that takes what matches. Throws commander's own error otherwise. */
function shaped(pattern: RegExp, says: string): (text: string) => string {
  return (text) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(says);
  };
}

export const MEMORY = shaped(/^[1-9]\d*(\.\d+)?\s*([kmgt]?b?)$/i, 'It must be a size such as 512m or 2g.');
export const CPUS = shaped(/^(?=.*[1-9])\d*(\.\d+)?$/, 'It must be a number such as 0.5.');
export const COUNT = shaped(/^([1-9]\d*|-1)$/, 'It must be a number; -1 is no limit.');

/** Adds one NAME=VALUE to those before it. Throws commander's own error for another shape. */
function collectSettings(text: string, before: Record<string, string> = {}): Record<string, string> {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (!match?.[1]) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return { ...before, [match[1]]: match[2] ?? '' };
}
