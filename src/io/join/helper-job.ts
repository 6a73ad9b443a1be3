/** Entering by a helper: its plan, its streams, and the terminal it runs on. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { SpcError } from '../../core/errors.ts';
import { nsenterArgv } from '../../core/join/nsenter.ts';
import { callersOpenFiles } from '../builtin/spawn.ts';
import type { EnterJob } from './enter.ts';
import { type Entered, type Streams, spawnHelper } from './helper.ts';
import type { JoinHelperPlan } from './helper-plan.ts';
import { type Held, holdNamespaces, release } from './pin.ts';
import { watched } from './watched.ts';

/** Runs the command and returns its exit status. Throws as `enter` does. */
export async function enterByHelper(job: EnterJob, interactive: boolean): Promise<number> {
  const { join } = job.plan;
  const byNsenter = join.some((type) => type === 'user' || type === 'time');
  if (byNsenter && job.plan.freshProc) throw noFreshProc();
  const held = byNsenter
    ? holdNamespaces(
        job.target,
        join.filter((type) => type !== 'pid' || !isRoot()),
      )
    : [];
  try {
    const plan = byNsenter ? { ...planOf(job), ...handedOver(job, held) } : planOf(job);
    // an ordinary user may join the pid namespace only after its user namespace: nsenter does
    const inPid = join.includes('pid') && (!byNsenter || isRoot());
    if (!interactive) return await onCallersStreams(plan, inPid);
    const { onOwnTerminal } = await import('./relay.ts');
    return await onOwnTerminal((slave) => spawnHelper({ ...plan, session: 'terminal' }, inPid, [slave, slave, slave]));
  } finally {
    release(held);
  }
}

const isRoot = () => process.geteuid?.() === 0;

function planOf({
  target: { text, pid, startTime, bound, boundInode, spec },
  plan,
  argv,
  env,
  user,
}: EnterJob): JoinHelperPlan {
  const targetRoot = plan.root === 'target';
  return {
    parent: process.pid,
    target: {
      text,
      pid,
      startTime,
      spec,
      ...(bound !== undefined && { bound }),
      ...(boundInode !== undefined && { boundInode }),
    },
    join: plan.join.filter((type) => type !== 'pid'),
    freshProc: plan.freshProc,
    // what may be the target's own gets no hold on the caller's terminal
    session: targetRoot || user !== undefined ? 'new' : 'inherit',
    targetRoot,
    user,
    argv,
    env,
    openFiles: callersOpenFiles(),
  };
}

/** What differs when nsenter joins: it opens what spc holds open, so nothing of that reaches the command. */
function handedOver({ user, argv, plan }: EnterJob, held: readonly Held[]): Partial<JoinHelperPlan> {
  if (user !== undefined && !/^\d+(:\d+)?$/.test(user)) throw notNumeric(user);
  const namespaces = held.map(({ type, fd }) => ({ type, path: `/proc/${process.pid}/fd/${fd}` }));
  const asInside = plan.join.includes('user') && (user !== undefined || isRoot());
  const ids = asInside ? (user ?? '0') : 'keep';
  const program = findNsenter();
  return { join: [], session: 'new', user: undefined, argv: nsenterArgv({ program, namespaces, user: ids, argv }) };
}

function findNsenter(): string {
  const path = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => `${folder}/nsenter`).find(existsSync);
  if (path !== undefined) return path;
  const why = 'a process of several threads, as this is, may not: nsenter does it, and it is not installed';
  throw new SpcError('system', 'cannot join a user or time namespace', why, 'install util-linux');
}

async function onCallersStreams(plan: JoinHelperPlan, inPid: boolean): Promise<number> {
  const apart = plan.session === 'new';
  let entered: Entered | undefined;
  const start = async () => {
    entered = await spawnHelper(plan, inPid, apart ? apartStreams() : ['inherit', 'inherit', 'inherit']);
    const { child, ended } = entered;
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
    // to the whole group: nsenter may have a child, that has the command's place
    return { ended, kill: (signal?: Signal) => (apart ? killGroup(child, signal) : child.kill(signal)) };
  };
  const status = await watched(start, { apart });
  if (entered) await drained(entered);
  return status;
}

type Signal = NodeJS.Signals | number;

/** A terminal is not handed on: output is passed on by spc, and there is no input. */
function apartStreams(): Streams {
  return [isatty(0) ? 'ignore' : 'inherit', isatty(1) ? 'pipe' : 'inherit', isatty(2) ? 'pipe' : 'inherit'];
}

/** The helper leads its group once it is in a session of its own; until then it stands alone. */
function killGroup(child: ChildProcess, signal: Signal = 'SIGTERM'): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return child.kill(signal);
  }
}

/** What runs on in the background may hold the pipes open: it is not waited for. */
const DRAIN_MS = 500;

async function drained({ child: { stdout, stderr } }: Entered): Promise<void> {
  const streams = [stdout, stderr].flatMap((stream) => (stream ? [finished(stream).catch(() => {})] : []));
  if (streams.length > 0) await Promise.race([Promise.all(streams), setTimeout(DRAIN_MS, undefined, { ref: false })]);
}

const noFreshProc = () =>
  new SpcError('usage', '--fresh-proc does not go with joining user or time namespaces', '', 'leave one of them out');

const notNumeric = (user: string) =>
  new SpcError('usage', `--user ${user}: no name goes with joining a user namespace`, '', 'give uid or uid:gid');
