/** Work that may never end of itself, such as a regular expression on a stranger's text. */
import { createContext, Script } from 'node:vm';

const script = new Script('work()');
const context: { work: () => void } = createContext({ work: () => undefined }) as never;

/**
 * Does it, and breaks it off after so many milliseconds: then false. Costs some 0.1 ms, for the thread that watches the clock.
 * What is thrown is thrown on.
 */
export function within(ms: number, work: () => void): boolean {
  try {
    context.work = work;
    script.runInContext(context, { timeout: ms });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}
