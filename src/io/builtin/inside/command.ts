/** Finding and becoming the command. Runs inside, as the command's user. */
import { accessSync, constants, statSync } from 'node:fs';
import { getSystemErrorMessage } from 'node:util';
import { SpcError } from '../../../core/errors.ts';
import { exec } from '../../linux.ts';

/**
 * Replaces this process by a command. Throws `no-command` (127) or `not-executable` (126), as docker ends.
 *
 * @param env `NAME=value`; its PATH is the one searched
 */
export function become(argv: readonly string[], env: readonly string[]): never {
  const name = argv[0] ?? '';
  const errno = exec(find(name, env), argv, env);
  const ENOENT = 2;
  const why = getSystemErrorMessage(-errno);
  if (errno === ENOENT) throw notFound(name, 'its interpreter or loader is not in the image');
  throw new SpcError('not-executable', `cannot run ${name}`, why, 'is it built for this architecture?');
}

function find(name: string, env: readonly string[]): string {
  if (name.includes('/')) {
    if (!isFile(name)) throw notFound(name, 'no such file in the image');
    if (!isExecutable(name)) throw notExecutable(name);
    return name;
  }
  const path = env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  const candidates = path.split(':').map((directory) => `${directory || '.'}/${name}`);
  const present = candidates.filter(isFile);
  const found = present.find(isExecutable);
  if (found !== undefined) return found;
  if (present[0] !== undefined) throw notExecutable(present[0]);
  throw notFound(name, `it is nowhere in the image's PATH ${path}`);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const notFound = (name: string, why: string) =>
  new SpcError('no-command', `cannot run ${name}`, why, 'name a program the image holds');
const notExecutable = (name: string) =>
  new SpcError(
    'not-executable',
    `cannot run ${name}`,
    'permission denied',
    'chmod it in the image, or use another user',
  );
