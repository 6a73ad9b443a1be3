/** What a process may do, read from /proc. */
import { parseSecurity, type Security } from '../../core/inspect/security.ts';
import { tryReadText } from './files.ts';

/** What of it can be read; `gaps`: what cannot. A process that has ended gives nothing at all. */
export function readSecurity(pid: number): { security: Security; gaps: string[] } {
  const gaps: string[] = [];
  const read = (name: string, what: string) => {
    const text = tryReadText(`/proc/${pid}/${name}`);
    if (text === undefined) gaps.push(`${what} cannot be read`);
    return text;
  };
  // EINVAL where no LSM is in force: nothing is missing then
  const label = tryReadText(`/proc/${pid}/attr/apparmor/current`) ?? tryReadText(`/proc/${pid}/attr/current`);
  const security = parseSecurity({
    status: read('status', 'capabilities and seccomp'),
    label,
    uidMap: read('uid_map', 'the map of user ids'),
    gidMap: read('gid_map', 'the map of group ids'),
    oomScoreAdjust: read('oom_score_adj', 'the OOM score'),
    limits: read('limits', 'resource limits'),
  });
  return { security, gaps };
}
