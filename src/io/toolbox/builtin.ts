/** A tool's run as the builtin engine's plan. */
import type { BuiltinPlan } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import { isRun, parseRunCommand } from '../../core/label/runspec.ts';
import type { Image } from '../../core/types.ts';
import { planBuiltin } from '../../engines/builtin.ts';
import { context } from '../builtin-driver.ts';

/** `words`: as after an engine's name. Throws `unsupported`. */
export function builtinPlan(words: readonly string[], image: Image): BuiltinPlan {
  const spec = parseRunCommand(['docker', ...words]);
  if (!isRun(spec)) throw new SpcError('internal', 'not a run');
  return planBuiltin(spec, image, context());
}
