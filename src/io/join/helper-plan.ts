/** What spc tells the helper that joins, on descriptor 3: an environment may hold secrets, so argv is no place for it. */
import type { NamespaceType } from '../../core/processes/types.ts';
import type { Joinable } from './pin.ts';

/** Where the helper reads its plan. */
export const PLAN_FD = 3;
/** Where the helper says why it failed; closed without a word when the command runs. */
export const REPORT_FD = 4;

export interface JoinHelperPlan {
  /** spc's own pid. */
  parent: number;
  target: Joinable;
  /** What the helper joins; the pid namespace it was started in. */
  join: NamespaceType[];
  freshProc: boolean;
  /** `inherit`: spc's. `new`: one without a terminal. `terminal`: one whose terminal is standard input. */
  session: 'inherit' | 'new' | 'terminal';
  /** The command runs with the target's files. */
  targetRoot: boolean;
  /** Name or number, `user:group`; undefined: as spc. */
  user?: string | undefined;
  argv: string[];
  /** `NAME=value`; without HOME, that of the user is added. */
  env: string[];
  /** Soft limit of open files; undefined: leave it. */
  openFiles?: number | undefined;
}
