/** A program of the host, asked one question. */
import { SpcError } from '../../core/errors.ts';
import type { Answer } from '../../core/types.ts';
import { capture } from '../process.ts';
import { cleanEnvironment } from '../toolbox/environment.ts';
import { trustedProgram } from '../toolbox/host.ts';

/** undefined: there is none that can be trusted, or it does not answer in time. */
export async function answerOfTool(
  name: string,
  args: string[],
  ms: number,
  env: Record<string, string> = {},
): Promise<Answer | undefined> {
  try {
    const file = trustedProgram(name);
    return file === undefined
      ? undefined
      : await capture({ file, args, env: cleanEnvironment(env) }, { timeoutMs: ms });
  } catch (error) {
    if (error instanceof SpcError) return undefined;
    throw error;
  }
}
