/** The helper process of the builtin engine: reads a plan from descriptor 3 and becomes the container's command. */
import { closeSync, readFileSync, writeSync } from 'node:fs';
import { SpcError } from '../core/errors.ts';
import { type HelperFailure, type HelperPlan, PLAN_FD, REPORT_FD } from './builtin/helper-plan.ts';
import { execInside } from './builtin/inside/exec.ts';
import { runInside } from './builtin/inside/run.ts';

try {
  const helper = readPlan();
  if (helper.kind === 'run') runInside(helper);
  else execInside(helper);
} catch (error) {
  report(error);
}

/** A plan cut short, because spc died writing it, is no JSON: nothing runs. */
function readPlan(): HelperPlan {
  const text = readFileSync(PLAN_FD, 'utf8');
  closeSync(PLAN_FD);
  return JSON.parse(text);
}

function report(error: unknown): void {
  const failure: HelperFailure =
    error instanceof SpcError
      ? { code: error.code, what: error.message, why: error.why, hint: error.hint }
      : { code: 'system', what: 'cannot start the container', why: (error as Error).message, hint: '' };
  writeSync(REPORT_FD, JSON.stringify(failure));
  process.exitCode = 1;
}
