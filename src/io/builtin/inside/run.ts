/** Makes a container around this process and becomes its command. */
import type { NamespaceName, NamespaceSource } from '../../../core/builtin-plan.ts';
import { CLONE } from '../../linux/constants.ts';
import {
  chdir,
  closeAtExec,
  dieWithParent,
  hideFromTracers,
  joinNamespace,
  sethostname,
  setRlimit,
  unshare,
} from '../../linux.ts';
import type { RunHelperPlan } from '../helper-plan.ts';
import { holdHost, start } from './finish.ts';
import { raiseLoopback } from './loopback.ts';
import { enterContainer, protectRoot } from './root.ts';
import { makeTarget } from './target.ts';

/** The pid namespace is entered by being started in it: spc sees to that. */
const JOINED_HERE = ['net', 'ipc', 'uts'] as const satisfies NamespaceName[];

/** Never returns. Throws an SpcError; nothing has run then. */
export function runInside(helper: RunHelperPlan): never {
  const { plan } = helper;
  if (helper.diesWithParent) dieWithParent();
  hideFromTracers();
  closeAtExec();
  process.umask(0o022);
  const host = holdHost(helper);
  for (const name of JOINED_HERE) enterNamespace(name, plan.namespaces[name]);
  enterContainer(helper);
  if (plan.namespaces.uts === 'new') sethostname(plan.hostname);
  if (plan.namespaces.net === 'new') raiseLoopback();
  makeTarget(plan.cwd, true);
  chdir('/');
  protectRoot(plan);
  for (const { name, soft, hard } of plan.ulimits) setRlimit(name, limit(soft), limit(hard));
  start(helper, host, plan);
}

function enterNamespace(name: NamespaceName, source: NamespaceSource): void {
  if (source === 'new') unshare(CLONE[name], `cannot make a ${name} namespace`);
  else if (source !== 'host') joinNamespace(source.path, CLONE[name]);
}

/** docker's -1 is no limit: all bits set. */
const limit = (value: number) => BigInt.asUintN(64, BigInt(value));
