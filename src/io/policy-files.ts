/** The policy files of this machine and this user, in the order they are asked. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { type Policy, parsePolicy } from '../core/policy.ts';
import { passwordHome } from './home.ts';
import { checkTrusted, readTrusted } from './safe-file.ts';
import { parseYaml } from './yaml.ts';

const MAX_BYTES = 256 * 1024;

/**
 * All `*.yaml` and `*.yml` files of /etc/spc/policy.d, then of ~/.config/spc/policy.d, each folder's sorted by name.
 * Throws `config` for a folder or file that is wrong or not safely owned: a policy is never passed over in silence.
 */
export async function loadPolicies(dirs: string[] = policyDirs()): Promise<Policy[]> {
  const policies: Policy[] = [];
  for (const file of dirs.flatMap(policyFiles)) {
    const text = readTrusted(file, { maxBytes: MAX_BYTES });
    policies.push(parsePolicy(await parseYaml(text, `the policy ${file}`), file));
  }
  return policies;
}

function policyDirs(): string[] {
  const home = passwordHome();
  return ['/etc/spc/policy.d', ...(home === undefined ? [] : [join(home, '.config/spc/policy.d')])];
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
