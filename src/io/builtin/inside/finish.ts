/** The last steps before the command runs, the same for a new container and for joining one. Runs inside. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Confinement } from '../../../core/builtin-plan.ts';
import { SpcError } from '../../../core/errors.ts';
import { parseStat } from '../../../core/processes/stat.ts';
import { keepOnly } from '../../linux/capabilities.ts';
import { filterCalls, leaveKeyring } from '../../linux/seccomp.ts';
import { becomeUser, chdir, checkDirectory, dieWithParent, forbidNewPrivileges, lowerSoftLimit } from '../../linux.ts';
import type { HelperPlan } from '../helper-plan.ts';
import { become } from './command.ts';
import { readUserFiles, resolveUser } from './user.ts';

/** Descriptors of host files that are needed once the host is out of sight. */
export interface HostHandles {
  /** The host's view of this process: /proc/self/stat. */
  stat: number;
  /** cgroup.procs of each group to move into. */
  groups: number[];
}

/** Opens what the last steps need; none is a directory, none survives exec. */
export function holdHost({ groups }: HelperPlan): HostHandles {
  return {
    stat: openSync('/proc/self/stat', 'r'),
    groups: groups.map((group) => openSync(`${group}/cgroup.procs`, 'w')),
  };
}

export interface Start {
  argv: string[];
  env: string[];
  cwd: string;
  confinement: Confinement;
}

/** Becomes the command: groups, directory, limits, user, capabilities; then exec. */
export function start(helper: HelperPlan, host: HostHandles, { argv, env, cwd, confinement }: Start): never {
  const ids = resolveUser(confinement.user, confinement.groups, readUserFiles());
  chdir(cwd);
  checkDirectory();
  for (const group of host.groups) {
    writeSync(group, '0'); // "the writing process", in whatever pid namespace
    closeSync(group);
  }
  if (helper.openFiles !== undefined) lowerSoftLimit('nofile', BigInt(helper.openFiles));
  if (!confinement.privileged) {
    leaveKeyring();
    filterCalls(confinement);
  }
  keepOnly(confinement.capabilities, () => becomeUser(ids.uid, ids.gid, ids.groups));
  if (confinement.noNewPrivileges) forbidNewPrivileges();
  if (helper.diesWithParent) stayWithParent(helper.parent, host.stat);
  const home = env.some((entry) => entry.startsWith('HOME=')) ? [] : [`HOME=${ids.home}`];
  become(argv, [...env, ...home]);
}

/** Changing the user cleared the tie; the parent may have died before it was made again. */
function stayWithParent(parent: number, stat: number): void {
  dieWithParent();
  const buffer = Buffer.alloc(4096);
  const length = readSync(stat, buffer, 0, buffer.length, 0);
  if (parseStat(buffer.toString('latin1', 0, length))?.ppid !== parent) {
    throw new SpcError('system', 'spc ended while its container started');
  }
}
