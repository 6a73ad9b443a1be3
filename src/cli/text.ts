import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { SpcError } from '../core/errors.ts';
import type { LabelOptions } from './label-options.ts';
import { compatOption, nameOption, optOptions, setOption } from './options.ts';

/** What commander hands over for a command that reads a label, an image's or one given as text. */
export interface TextOptions extends LabelOptions {
  text?: string;
  textFile?: string;
  label: string;
}

/** Adds the options of such a command. */
export function addTextOptions(command: Command): Command {
  command
    .addOption(compatOption())
    .addOption(new Option('--text <text>', 'the label itself: no engine is asked'))
    .addOption(new Option('--text-file <file>', 'the label from a file; - for standard input'))
    .addOption(new Option('--label <name>', 'which label').default('RUN'))
    .addOption(nameOption())
    .addOption(setOption());
  for (const option of optOptions()) command.addOption(option);
  return command;
}

/** The label given on the command line or in a file, if one was. Throws `usage` for both, `system` for a file that cannot be read. */
export function textFrom({ text, textFile }: Pick<TextOptions, 'text' | 'textFile'>): string | undefined {
  if (textFile === undefined) return text;
  if (text !== undefined) throw new SpcError('usage', '--text and --text-file exclude each other');
  try {
    return readFileSync(textFile === '-' ? 0 : textFile, 'utf8');
  } catch (cause) {
    throw new SpcError('system', `cannot read ${textFile}`, (cause as Error).message, '', { cause });
  }
}
