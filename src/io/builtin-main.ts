/** The helper process of the builtin engine: reads a plan from descriptor 3 and becomes the container's command. */
import { closeSync, readFileSync } from 'node:fs';
import { SpcError } from '../core/errors.ts';
import { type HelperPlan, PLAN_FD, REPORT_FD } from './builtin/helper-plan.ts';
import { execInside } from './builtin/inside/exec.ts';
import { runInside } from './builtin/inside/run.ts';
import { reportFailure } from './helper-failure.ts';

try {
  const helper = readPlan();
  if (helper.kind === 'run') runInside(helper);
  else execInside(helper);
} catch (error) {
  reportFailure(REPORT_FD, asSpcError(error));
}

/** A plan cut short, because spc died writing it, is no JSON: nothing runs. */
function readPlan(): HelperPlan {
  const text = readFileSync(PLAN_FD, 'utf8');
  closeSync(PLAN_FD);
  return JSON.parse(text);
}

function asSpcError(error: unknown): SpcError {
  if (error instanceof SpcError) return error;
  return new SpcError('system', 'cannot start the container', (error as Error).message);
}
