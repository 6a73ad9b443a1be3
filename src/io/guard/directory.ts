/** Where journals are: a directory that nobody else can write to or read. */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { checkTrusted } from '../safe-file.ts';

/**
 * The directory, made when it is missing: /run/spc/guard for root, else below $XDG_RUNTIME_DIR, else in the directory for
 * temporary files. Throws `config` when others could write there, `system` when it cannot be made.
 */
export function guardDirectory(): string {
  const path = guardPlace();
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SpcError('system', `cannot make ${path}`, (cause as Error).message, '', { cause });
  }
  checkTrusted(path, { belowSticky: true });
  if (lstatSync(path).uid !== process.geteuid?.()) throw foreign(path);
  return path;
}

/** Where it is, or would be. */
export function guardPlace(): string {
  const chosen = process.env['SPC_RUN'];
  if (chosen && isAbsolute(chosen)) return join(chosen, 'guard');
  const uid = process.geteuid?.() ?? 0;
  if (uid === 0) return '/run/spc/guard';
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return runtime && isAbsolute(runtime) ? join(runtime, 'spc/guard') : join(tmpdir(), `spc-${uid}`, 'guard');
}

const foreign = (path: string) =>
  new SpcError('config', `${path} is not yours`, 'what it says would be undone in your name', `rm -r ${dirname(path)}`);
