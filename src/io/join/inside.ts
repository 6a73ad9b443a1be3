/** The helper's way into a target, and to the command. Runs in the helper process. */
import { openSync, readSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { parseStat } from '../../core/processes/stat.ts';
import { become } from '../builtin/inside/command.ts';
import { readUserFiles, resolveUser } from '../builtin/inside/user.ts';
import { CLONE, CLONE_FS, MS } from '../linux/constants.ts';
import {
  becomeUser,
  chdir,
  checkDirectory,
  closeAtExec,
  dieWithParent,
  hideFromTracers,
  lowerSoftLimit,
  mount,
  newSession,
  setns,
  takeTerminal,
  unshare,
} from '../linux.ts';
import type { JoinHelperPlan } from './helper-plan.ts';
import { holdNamespaces } from './pin.ts';

/**
 * Joins late, hidden from tracers and with no descriptor that the target could use (CVE-2016-9962), and becomes the
 * command. By the host's /proc and not by pidfd: this process may be in the target's pid namespace already, where the
 * target's number means another. Never returns; throws an SpcError, and nothing has run then.
 */
export function enterInside(plan: JoinHelperPlan): never {
  dieWithParent();
  hideFromTracers();
  const stat = openSync('/proc/self/stat', 'r');
  enterSession(plan);
  const held = holdNamespaces(plan.target, mountsLast(plan));
  closeAtExec();
  if (held.some(({ type }) => type === 'mnt')) unshare(CLONE_FS, 'cannot leave the shared working directory');
  for (const { type, fd } of held) setns(fd, CLONE[type], `cannot join ${type} of ${plan.target.text}`);
  if (plan.freshProc) mountProc();
  if (plan.targetRoot) chdir('/');
  checkDirectory();
  const env = becomeWanted(plan);
  if (plan.openFiles !== undefined) lowerSoftLimit('nofile', BigInt(plan.openFiles));
  stayWithParent(plan.parent, stat);
  become(plan.argv, env);
}

/** With the mount namespace goes the host's /proc. */
const mountsLast = ({ join }: JoinHelperPlan) => [...join].sort((a, b) => Number(a === 'mnt') - Number(b === 'mnt'));

function enterSession({ session }: JoinHelperPlan): void {
  if (session !== 'inherit') newSession();
  if (session === 'terminal') takeTerminal();
}

/** In a mount namespace of our own, from which nothing spreads to the host. It shows the pid namespace this process is in. */
function mountProc(): void {
  unshare(CLONE.mnt, 'cannot make a mount namespace');
  mount(null, 'none', '/', MS.REC | MS.SLAVE);
  mount('proc', 'proc', '/proc', MS.NOSUID | MS.NODEV | MS.NOEXEC);
}

/** Becomes the user, if one is asked for, by the files of the root that is used; the environment it gets. */
function becomeWanted({ user, targetRoot, env }: JoinHelperPlan): string[] {
  if (user === undefined && !targetRoot) return env;
  const ids = resolveUser(user ?? '', [], readUserFiles());
  if (user !== undefined) becomeUser(ids.uid, ids.gid, ids.groups);
  const kept = user === undefined ? env : env.filter((entry) => !/^(?:HOME|USER|LOGNAME|MAIL)=/.test(entry));
  return kept.some((entry) => entry.startsWith('HOME=')) ? kept : [...kept, `HOME=${ids.home}`];
}

/** Changing the user cleared the tie; the parent may have died before it was made again. */
function stayWithParent(parent: number, stat: number): void {
  dieWithParent();
  const buffer = Buffer.alloc(4096);
  const length = readSync(stat, buffer, 0, buffer.length, 0);
  if (parseStat(buffer.toString('latin1', 0, length))?.ppid !== parent)
    throw new SpcError('system', 'spc ended while its command started');
}
