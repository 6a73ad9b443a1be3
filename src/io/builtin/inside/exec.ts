/** Joins a running container and becomes a command in it. */
import { closeSync } from 'node:fs';
import { SpcError } from '../../../core/errors.ts';
import { CLONE } from '../../linux/constants.ts';
import { chdir, closeAtExec, dieWithParent, hideFromTracers, pidfdOpen, setns } from '../../linux.ts';
import type { ExecHelperPlan } from '../helper-plan.ts';
import { isAlive } from '../pids.ts';
import { holdHost, start } from './finish.ts';

/**
 * Joins late and in one call, hidden from tracers and with no descriptor that the container could use (CVE-2016-9962).
 * Never returns; throws an SpcError.
 */
export function execInside(helper: ExecHelperPlan): never {
  const { target, exec, confinement, cwd } = helper;
  if (helper.diesWithParent) dieWithParent();
  hideFromTracers();
  closeAtExec();
  process.umask(0o022);
  const host = holdHost(helper);
  const pidfd = pidfdOpen(target.pid);
  if (!isAlive(target)) throw new SpcError('no-container', 'the container ended', '', '');
  setns(pidfd, CLONE.mnt | CLONE.net | CLONE.ipc | CLONE.uts, `cannot join process ${target.pid}`);
  closeSync(pidfd);
  chdir('/');
  start(helper, host, { argv: exec.argv, env: exec.env, cwd, confinement });
}
