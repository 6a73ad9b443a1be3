/** The policy files of this machine and this user, in the order they are asked. */
import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { type Policy, parsePolicy } from '../core/policy.ts';
import { checkTrusted, readTrusted } from './safe-file.ts';

const MAX_BYTES = 256 * 1024;

/**
 * All `*.yaml` and `*.yml` files of /etc/spc/policy.d, then of ~/.config/spc/policy.d, each folder's sorted by name. The
 * home is the effective user's by the password file, never $HOME or $XDG_CONFIG_HOME, which under sudo may be another's.
 * Throws `config` for a folder or file that is wrong or not safely owned: a policy is never passed over in silence.
 */
export async function loadPolicies(dirs: string[] = policyDirs()): Promise<Policy[]> {
  const files = dirs.flatMap(policyFiles);
  if (files.length === 0) return [];
  const { parse } = await import('yaml'); // 20 ms that most runs need not pay
  return files.map((file) => parsePolicy(parseYaml(parse, file), file));
}

function policyDirs(): string[] {
  return ['/etc/spc/policy.d', ...homes().map((home) => join(home, '.config/spc/policy.d'))];
}

/** A uid without an entry in the password file has no home. */
function homes(): string[] {
  try {
    return [userInfo().homedir];
  } catch {
    return [];
  }
}

/** A folder is checked even when empty: whoever may write it could have removed a refusal. */
function policyFiles(dir: string): string[] {
  const names = list(dir);
  if (names === null) return [];
  checkTrusted(dir);
  const files = names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
  return files.map((name) => join(dir, name));
}

function list(dir: string): string[] | null {
  try {
    return readdirSync(dir);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SpcError('config', `the policies in ${dir} cannot be read`, (cause as Error).message, '', { cause });
  }
}

type Parse = typeof import('yaml')['parse'];

function parseYaml(parse: Parse, file: string): unknown {
  const text = readTrusted(file, { maxBytes: MAX_BYTES });
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true, logLevel: 'error', version: '1.2', schema: 'core' });
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0] ?? '';
    throw new SpcError('config', `the policy ${file} is not YAML`, why, '', { cause });
  }
}
