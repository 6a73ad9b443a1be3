/** Starting the helper that joins: in the right pid namespace, from an executable the target cannot overwrite. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { throwReported } from '../helper-failure.ts';
import { helperProgram } from '../package-root.ts';
import { ended } from './ended.ts';
import { type JoinHelperPlan, PLAN_FD, REPORT_FD } from './helper-plan.ts';

/** What the command gets as standard input, output and error. */
export type Streams = ['inherit' | 'ignore' | number, 'inherit' | 'pipe' | number, 'inherit' | 'pipe' | number];

export interface Entered {
  child: ChildProcess;
  /** The command's exit status; rejects with why it was not started. */
  ended: Promise<number>;
}

/**
 * Starts the helper with its plan; `inPid`: as a member of the target's pid namespace. Its pid is the command's. Throws
 * `target-gone`, `no-root`, `no-capability`, `system`.
 */
export async function spawnHelper(plan: JoinHelperPlan, inPid: boolean, streams: Streams): Promise<Entered> {
  // no environment: the target's processes may read the helper's, where they hold CAP_SYS_PTRACE
  const options: SpawnOptions = { stdio: [...streams, 'pipe', 'pipe'], env: {} };
  const child = inPid ? await spawnInPid(plan, options) : spawn(process.execPath, ARGS, options);
  const input = child.stdio[PLAN_FD] as NodeJS.WritableStream;
  input.on('error', () => {}); // it died: its exit status tells
  input.end(JSON.stringify(plan));
  const reported = text(child.stdio[REPORT_FD] as NodeJS.ReadableStream).then(throwReported);
  return { child, ended: Promise.all([ended(child, 'the helper'), reported]).then(([status]) => status) };
}

const ARGS = ['--no-warnings', helperProgram('join-main')];

/** Through a descriptor that cannot be written to: the target may see the helper at its /proc/PID/exe (CVE-2019-5736). */
async function spawnInPid(plan: JoinHelperPlan, options: SpawnOptions): Promise<ChildProcess> {
  const [{ openSealed }, { spawnJoined }] = await Promise.all([import('../builtin/placed.ts'), import('./tick.ts')]);
  const fd = openSealed(process.execPath);
  try {
    return spawnJoined(plan.target, ['pid'], { file: `/proc/self/fd/${fd}`, args: ARGS }, options);
  } finally {
    closeSync(fd);
  }
}
