import { readFileSync } from 'node:fs';
import { SpcError } from '../core/errors.ts';

/** The label given on the command line or in a file, if one was. Throws `usage` for both, `system` for a file that cannot be read. */
export function textFrom({ text, textFile }: { text?: string; textFile?: string }): string | undefined {
  if (textFile === undefined) return text;
  if (text !== undefined) throw new SpcError('usage', '--text and --text-file exclude each other');
  try {
    return readFileSync(textFile === '-' ? 0 : textFile, 'utf8');
  } catch (cause) {
    throw new SpcError('system', `cannot read ${textFile}`, (cause as Error).message, '', { cause });
  }
}
