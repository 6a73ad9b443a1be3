/** One bind of a host path, however it was written: --volume, --mount, a volume's driver options, podman's overlays. */

import { isWithin, normalPath } from '../path.ts';
import type { RunOption } from '../types.ts';
import { gradeDevice } from './devices.ts';
import { gradePath, isSystemPath } from './host-paths.ts';
import { grant, type Judged, merge, ORDINARY, worse } from './judged.ts';

export interface Bind {
  source: string;
  readOnly: boolean;
  /** Mount options in lower case but for `Z` and `U`; values after `=` kept. */
  flags: readonly string[];
}

const SHARED = 'mounts made inside appear on the host, and on other containers that share them';
const RELABEL = 'gives system files a new SELinux label, which can lock the host out of them';
const CHOWN = "changes the owner of the host's files to the container's user";

/** Grants of a bind. `source` may be relative: then it lies somewhere this function cannot see. */
export function judgeBind(option: RunOption, bind: Bind): Judged {
  const path = bind.source.startsWith('/') ? normalPath(bind.source) : bind.source;
  const { tier, allows } = gradeSource(path, bind.readOnly);
  const id = `volume=${path}:${bind.readOnly ? 'ro' : 'rw'}`;
  return merge([grant(option, id, tier, allows), ...bind.flags.map((flag) => judgeFlag(option, path, flag))]);
}

function gradeSource(path: string, readOnly: boolean): ReturnType<typeof gradePath> {
  if (!path.startsWith('/')) return gradeRelative(path, readOnly);
  if (!isWithin(path, '/dev') || path === '/dev')
    return path === '/dev' ? gradeDev(readOnly) : gradePath(path, readOnly);
  // A bound device node opens for writing on a read-only mount too.
  const [tier, allows] = gradeDevice(path, false);
  return { tier, allows };
}

/** The device cgroup bars disks here, but not terminals: a container can type into root's. */
function gradeDev(readOnly: boolean): ReturnType<typeof gradePath> {
  return {
    tier: readOnly ? 'high' : 'critical',
    allows: "uses the host's terminals and shared memory, and its disks where a device rule or --privileged allows it",
  };
}

/** Only an engine knows its working directory; with `..` that may be anything up to `/`. */
function gradeRelative(path: string, readOnly: boolean): ReturnType<typeof gradePath> {
  if (path.split('/').includes('..')) return gradePath('/', readOnly);
  return {
    tier: 'high',
    allows: `${readOnly ? 'reads' : 'reads and changes'} files below the caller's working directory`,
  };
}

/** Grants of one mount option of the bind of `path`. */
export function judgeFlag(option: RunOption, path: string, flag: string): Judged {
  const add = (what: string, ...says: ['high' | 'medium' | 'low', string]) =>
    grant(option, `volume=${path}:${what}`, ...says);
  if (flag === 'shared' || flag === 'rshared') return add(flag, 'high', SHARED);
  if (flag === 'z' || flag === 'Z') return isSystemPath(path) ? add(flag, 'high', RELABEL) : ORDINARY;
  if (flag === 'U' || flag === 'chown') return add('U', isSystemPath(path) ? 'high' : 'medium', CHOWN);
  if (flag === 'dev' || flag === 'suid')
    return add(flag, 'low', `honours ${flag === 'dev' ? 'device nodes' : 'set-user-ID programs'} on the mount`);
  const [key, value] = flag.split('=');
  if ((key === 'upperdir' || key === 'workdir') && value) {
    const { tier, allows } = gradePath(value, false);
    return grant(option, `volume=${normalPath(value)}:rw`, worse(tier, 'medium'), allows);
  }
  return ORDINARY;
}
