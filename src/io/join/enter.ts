/** Entering a target: the quick way, from spc's own process, or by a helper. */
import { isatty } from 'node:tty';
import type { JoinPlan } from '../../core/join/plan.ts';
import { callersOpenFiles } from '../builtin/spawn.ts';
import { ended } from './ended.ts';
import type { Joinable } from './pin.ts';
import type { TickType } from './tick.ts';
import { watched } from './watched.ts';

/** A command to be run in a target. */
export interface EnterJob {
  target: Joinable;
  plan: JoinPlan;
  argv: string[];
  /** `NAME=value`. */
  env: string[];
  user?: string | undefined;
}

/** Runs it and returns its exit status, 128 + n for signal n. Throws when it could not be started. */
export async function enter(job: EnterJob): Promise<number> {
  const interactive = isatty(0) && isatty(1);
  if (!interactive && !needsHelper(job)) return await enterHere(job);
  const prepared = await import('./helper-job.ts');
  return await prepared.enterByHelper(job, interactive);
}

const TICK_TYPES: readonly string[] = ['net', 'pid', 'ipc', 'uts', 'cgroup'] satisfies TickType[];

const needsHelper = ({ plan, user }: EnterJob) =>
  plan.root === 'target' ||
  plan.freshProc ||
  user !== undefined ||
  !plan.join.every((type) => TICK_TYPES.includes(type));

async function enterHere({ target, plan, argv, env }: EnterJob): Promise<number> {
  const { spawnJoined } = await import('./tick.ts');
  const [file = '', ...args] = argv;
  const options = { stdio: 'inherit', openFiles: callersOpenFiles(), env: environment(env) } as const;
  return await watched(() => {
    const child = spawnJoined(target, plan.join as TickType[], { file, args }, options);
    return { kill: (signal) => child.kill(signal), ended: ended(child, file) };
  });
}

const environment = (env: readonly string[]) =>
  Object.fromEntries(env.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
