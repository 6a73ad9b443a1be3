/** A label's text → the argv it asks for, by one of three sets of rules. */
import { SpcError } from '../errors.ts';
import type { DialectName, Expansion, LabelVariables } from '../types.ts';
import { expandAtomic } from './atomic.ts';
import { textProblem } from './characters.ts';
import { expandPodman } from './podman.ts';
import { expandSpc } from './spc.ts';

/** What a dialect gives when the text can be read; throws SpcError when it cannot. */
export type Dialect = (
  text: string,
  vars: LabelVariables,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
) => Omit<Expansion, 'argv' | 'error'> & { argv: string[] };

const DIALECTS = { spc: expandSpc, atomic: expandAtomic, podman: expandPodman } satisfies Record<DialectName, Dialect>;

/**
 * Expands a label in a dialect. `args` are the user's own, for the end of the command. `environment` is the caller's whole
 * environment, read by the atomic dialect only. Text that cannot be read gives `error`, never an exception.
 */
export function expandLabel(
  dialect: DialectName,
  text: string,
  vars: LabelVariables,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Expansion {
  const problem = textProblem(text);
  if (problem) return failed(`the label ${problem.says}`);
  try {
    const expansion = DIALECTS[dialect](text, vars, args, environment);
    return expansion.argv.length > 0 ? { ...expansion, error: null } : failed('the label is empty');
  } catch (error) {
    if (error instanceof SpcError) return failed(error.why ? `${error.message}: ${error.why}` : error.message);
    throw error;
  }
}

function failed(error: string): Expansion {
  return { argv: null, error, unknown: [], warnings: [] };
}
