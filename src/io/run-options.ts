/** The RUN_OPTS_FILE of a label: a path an image chose, read with care. */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { readTrusted } from './safe-file.ts';

const MAX_BYTES = 64 * 1024;

/**
 * The file's content, its line ends turned to blanks; undefined when there is no such file.
 * Throws `config` when it lies, links resolved, outside the given folders, or when others than root and the
 * caller could have written it: else a label could read any file, or anyone could add privileges to a run.
 */
export function readRunOptions(path: string, folders: string[]): string | undefined {
  const real = resolved(path);
  if (real === undefined) return undefined;
  const allowed = folders.map(resolved).filter((folder) => folder !== undefined);
  if (!allowed.some((folder) => real.startsWith(folder.endsWith(sep) ? folder : folder + sep)))
    throw new SpcError(
      'config',
      `RUN_OPTS_FILE names ${path}, which is not read`,
      `it is in none of ${folders.join(', ')}`,
      'put the options into one of these folders',
    );
  return readTrusted(real, { maxBytes: MAX_BYTES })
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
