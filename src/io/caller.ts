/** What a label may know of its caller: a short fixed list, never the environment. */
import { readFileSync } from 'node:fs';
import type { LabelVariables } from '../core/types.ts';

/** loginuid of a process no one logged in for: (uid_t) -1. */
const UNSET_UID = '4294967295';

/** PWD, HOME, and the user behind sudo: SUDO_UID, else /proc/self/loginuid, else 0, as atomic finds them. */
export function callerVariables(): Pick<LabelVariables, 'PWD' | 'HOME' | 'SUDO_UID' | 'SUDO_GID'> {
  const uid = process.env['SUDO_UID'] ?? loginUid() ?? '0';
  const home = process.env['HOME'];
  const directory = workingDirectory();
  return {
    ...(directory !== undefined && { PWD: directory }),
    ...(home !== undefined && { HOME: home }),
    SUDO_UID: uid,
    SUDO_GID: process.env['SUDO_GID'] ?? primaryGroup(uid) ?? uid,
  };
}

/** undefined: it was deleted meanwhile. */
function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

function loginUid(): string | undefined {
  const uid = read('/proc/self/loginuid')?.trim();
  return uid && uid !== UNSET_UID ? uid : undefined;
}

function primaryGroup(uid: string): string | undefined {
  const line = read('/etc/passwd')
    ?.split('\n')
    .find((entry) => entry.split(':')[2] === uid);
  return line?.split(':')[3];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // no audit in this kernel, or no such file: not known
  }
}
