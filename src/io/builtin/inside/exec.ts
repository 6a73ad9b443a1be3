/** Joins a running container and becomes a command in it. */
import { openSync } from 'node:fs';
import { SpcError } from '../../../core/errors.ts';
import { CLONE, CLONE_FS } from '../../linux/constants.ts';
import { chdir, closeAtExec, dieWithParent, hideFromTracers, setns, unshare } from '../../linux.ts';
import type { ExecHelperPlan } from '../helper-plan.ts';
import { isAlive } from '../pids.ts';
import { holdHost, start } from './finish.ts';

/** The mount namespace last: with it goes the host's /proc. The pid namespace was joined by being started in it. */
const JOINED = ['net', 'ipc', 'uts', 'mnt'] as const;

/**
 * Joins late, hidden from tracers and with no descriptor that the container could use (CVE-2016-9962). By the host's
 * /proc and not by pidfd, as this process may already be in the container's pid namespace, where the number means
 * another. Never returns; throws an SpcError.
 */
export function execInside(helper: ExecHelperPlan): never {
  const { target, exec, confinement, cwd } = helper;
  if (helper.diesWithParent) dieWithParent();
  hideFromTracers();
  process.umask(0o022);
  const host = holdHost(helper);
  const namespaces = openNamespaces(target.pid);
  closeAtExec();
  // checked after they were opened: they are that process's, or the open failed
  if (!isAlive(target)) throw gone();
  unshare(CLONE_FS, 'cannot leave the shared working directory');
  for (const [name, fd] of namespaces) setns(fd, CLONE[name], `cannot join the ${name} namespace of ${target.pid}`);
  chdir('/');
  start(helper, host, { argv: exec.argv, env: exec.env, cwd, confinement });
}

function openNamespaces(pid: number): [(typeof JOINED)[number], number][] {
  try {
    return JOINED.map((name) => [name, openSync(`/proc/${pid}/ns/${name}`, 'r')]);
  } catch {
    throw gone();
  }
}

const gone = () => new SpcError('no-container', 'the container ended', '', '');
