/** Names of users. */
import { readFileSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { parsePasswd } from '../../core/processes/passwd.ts';
import { hostPath } from '../discover/host-path.ts';

/** A look-up of names by user id, after the host's /etc/passwd, which is read when it is first needed; the number itself when it has none. */
export function userNames(): (uid: number) => string {
  let names: Map<number, string> | undefined;
  return (uid) => {
    names ??= readNames();
    return names.get(uid) ?? String(uid);
  };
}

function readNames(): Map<number, string> {
  try {
    return parsePasswd(readFileSync(hostPath('/etc/passwd'), 'utf8'));
  } catch {
    return new Map(); // an image without users
  }
}

/** The id of a user by name or number. Throws `usage`. */
export function userId(name: string): number {
  if (/^\d{1,10}$/.test(name)) return Number(name);
  const [found] = [...readNames()].find(([, each]) => each === name) ?? [];
  if (found !== undefined) return found;
  throw new SpcError('usage', `there is no user ${name}`, 'not in /etc/passwd');
}
