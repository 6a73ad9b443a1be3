/** strace on all of a target's processes and threads, and on those that join it. */

import { SpcError } from '../../core/errors.ts';
import type { EndReason } from '../../core/events.ts';
import { checkStraceWords, outputWords, withoutFollow } from '../../core/tools/strace-words.ts';
import { identify } from '../builtin/pids.ts';
import { isFrozen } from './members-cgroup.ts';
import { kinship } from './members-kin.ts';
import { isDead, traceState } from './newcomers-status.ts';
import type { PinnedCpu } from './pin-cpu.ts';
import { Straces } from './straces.ts';
import type { RunningTracer, StartTracer, TraceSetting } from './types.ts';

export interface StraceOptions {
  /** strace's own: filters, limits of strings … */
  args: readonly string[];
  /** Run strace and the target's threads on one CPU. */
  pin?: boolean;
}

/**
 * Attaches to every process and thread of the target, and to those that join it later, `docker exec` included; children are
 * followed. Throws `usage` for the host, `no-tool`, `target-gone`, and what `nothingAttached` tells.
 */
export function startStrace({ args, pin = false }: StraceOptions): StartTracer {
  checkStraceWords(args);
  return async (setting) => {
    if (setting.target.spec.kind === 'host') throw noHost();
    const pids = tracedPids(setting);
    const tool = await setting.toolbox.find('strace');
    const before = stopped(pids);
    tellFrozen(setting, pids);
    const pinned = pin ? await (await import('./pin-cpu.ts')).pinToOneCpu(setting, pids) : undefined;
    const straces = new Straces(setting, tool, [...outputWords(tool.version), ...withoutFollow(args)], pinned);
    try {
      await straces.begin(pids);
    } catch (error) {
      await straces.stop();
      await pinned?.restore();
      throw error;
    }
    return running(setting, straces, pinned, before);
  };
}

function running(
  setting: TraceSetting,
  straces: Straces,
  pinned: PinnedCpu | undefined,
  before: ReadonlySet<number>,
): RunningTracer {
  let stopping = false;
  const ended = straces.ended.then(async (status) => {
    await straces.stop();
    await pinned?.restore();
    await wakeStopped(setting, straces, before);
    const reason: EndReason = straces.isTargetGone() ? 'target-ended' : stopping ? 'stopped' : 'tool';
    return { reason, status: reason === 'tool' ? status || 1 : 0 };
  });
  const { path, version, from } = straces.tool;
  return {
    info: { tracer: 'strace', tool: path, version, from, argv: straces.argv, cost: pinned ? PINNED_COST : COST },
    stop: async (graceMs) => {
      stopping = true;
      await straces.stop(graceMs);
      await ended;
    },
    ended,
  };
}

/** Measured; docs/strace.md tells how. */
const COST = 'each system call stops the target twice: a short one takes some 300 times as long';
const PINNED_COST = `${COST}, and all threads share one CPU`;

const noHost = () =>
  new SpcError(
    'usage',
    'strace cannot be attached to the whole host',
    'it would stop spc itself, its terminal and the engines, which then wait for each other',
    'name a container, a process, a namespace or a cgroup; stap, bpftrace and perf can watch the host',
  );

/** Those of the target but spc itself, what it was started from, and what it started. */
function tracedPids(setting: TraceSetting): number[] {
  const { target } = setting;
  const members = setting.pidsOf();
  const own = members.filter(kinship().own());
  const isOwn = new Set(own);
  const pids = members.filter((pid) => !isOwn.has(pid) && isAlive(pid));
  if (own.length > 0 && pids.length === 0)
    throw new SpcError(
      'usage',
      `strace cannot be attached to ${target.text}`,
      'spc itself runs in it, and would wait for itself',
      'run spc from elsewhere',
    );
  if (pids.length === 0) throw new SpcError('target-gone', `${target.title} has ended`, 'it has no process any more');
  if (own.length > 0)
    setting.tell({
      kind: 'note',
      tracer: 'strace',
      level: 'warning',
      text: `not traced, as spc needs them: ${own.join(', ')}`,
    });
  return pids;
}

function isAlive(pid: number): boolean {
  const state = traceState(pid);
  return state !== undefined && !isDead(state);
}

/** Nothing would be seen, and nobody would know why. */
function tellFrozen(setting: TraceSetting, [pid = 0]: readonly number[]): void {
  if (!isFrozen(pid)) return;
  const text = `${setting.target.title} is frozen, as by docker pause: it is traced when it goes on, and to let go of it takes some seconds until then`;
  setting.tell({ kind: 'note', tracer: 'strace', level: 'warning', text });
}

const isStopped = (pid: number): boolean => {
  const state = traceState(pid);
  return state?.state === 'T' && state.tracer === 0;
};

const stopped = (pids: readonly number[]): ReadonlySet<number> => new Set(pids.filter(isStopped));

/**
 * Lets go on what only tracing can have stopped: it was not stopped before, and strace saw no signal that stopped anything.
 * Where it saw one it is somebody else's wish.
 */
async function wakeStopped(setting: TraceSetting, straces: Straces, before: ReadonlySet<number>): Promise<void> {
  const left = setting.pidsOf().filter((pid) => !before.has(pid) && isStopped(pid));
  if (left.length === 0) return;
  const ours = !straces.sawStop();
  if (ours) await wake(left);
  const text = ours
    ? `processes were left stopped, and were continued: ${left.join(', ')}`
    : `processes are stopped, by a signal that was sent while they were traced: ${left.join(', ')}`;
  setting.tell({ kind: 'note', tracer: 'strace', level: 'warning', text });
}

/** Any may have ended since, and its number be another's. */
async function wake(pids: readonly number[]): Promise<void> {
  const { signalProcess } = await import('../linux/signal.ts');
  for (const pid of pids) {
    const found = identify(pid);
    if (found && isStopped(pid)) signalProcess({ pid, startTime: Number(found.startTime) }, 'SIGCONT');
  }
}
