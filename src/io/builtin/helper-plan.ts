/** What spc tells its helper process, on descriptor 3: an environment may hold secrets, so argv is no place for it. */
import type { BuiltinExec, BuiltinPlan, Confinement } from '../../core/builtin-plan.ts';
import type { ProcessId } from './pids.ts';

/** Where the helper reads its plan. */
export const PLAN_FD = 3;
/** Where the helper says why it failed; closed without a word when the command runs. */
export const REPORT_FD = 4;

interface HelperPlanBase {
  /** spc's own pid. */
  parent: number;
  /** The command is killed when spc dies. */
  diesWithParent: boolean;
  /** cgroup directories to move into, as late as possible. */
  groups: string[];
  /** The caller's soft limit of open files: Node raised its own. undefined: leave it. */
  openFiles?: number;
}

export interface RunHelperPlan extends HelperPlanBase {
  kind: 'run';
  plan: BuiltinPlan;
  /** The image's root file system. */
  rootfs: string;
  /** Directory holding upper/, work/, merged/ and files/. */
  scratch: string;
}

export interface ExecHelperPlan extends HelperPlanBase {
  kind: 'exec';
  target: ProcessId;
  exec: BuiltinExec;
  confinement: Confinement;
  cwd: string;
}

export type HelperPlan = RunHelperPlan | ExecHelperPlan;
