/** The helper process of `spc enter`: reads a plan from descriptor 3, joins the target and becomes the command. */
import { closeSync, readFileSync } from 'node:fs';
import { SpcError } from '../core/errors.ts';
import { reportFailure } from './helper-failure.ts';
import { type JoinHelperPlan, PLAN_FD, REPORT_FD } from './join/helper-plan.ts';
import { enterInside } from './join/inside.ts';

try {
  enterInside(readPlan());
} catch (error) {
  reportFailure(REPORT_FD, asSpcError(error));
}

/** A plan cut short, because spc died writing it, is no JSON: nothing runs. */
function readPlan(): JoinHelperPlan {
  const text = readFileSync(PLAN_FD, 'utf8');
  closeSync(PLAN_FD);
  return JSON.parse(text);
}

function asSpcError(error: unknown): SpcError {
  if (error instanceof SpcError) return error;
  return new SpcError('system', 'cannot enter the target', (error as Error).message);
}
