/** stdout as a stream of events is written to it: when it takes no more, the session ends. */
import { SpcError } from '../core/errors.ts';
import { unwrittenBy, writeStdout } from '../io/stdout.ts';

/** Where text goes, and what became of it. */
export interface Output {
  /** Resolves when it is written, or dropped. */
  write(text: string): Promise<void>;
  /** Lines that were not written for want of room, or for another error; none when the reader went away: it wants none. */
  unwritten(): number;
  /** Throws `system` when something could not be written; a reader that went away is no failure. */
  check(): void;
}

/** Ends the session by `ending` when nothing more can be written, and drops the rest. */
export function untilClosed(ending: AbortController): Output {
  let failure: NodeJS.ErrnoException | undefined;
  let lines = 0;
  const isGone = () => failure?.code === 'EPIPE';
  return {
    write: async (text) => {
      if (failure) {
        lines += isGone() ? 0 : linesOf(text);
        return;
      }
      await writeStdout(text).catch((error: NodeJS.ErrnoException) => {
        failure = error;
        if (!isGone()) lines += linesOf(Buffer.from(text).subarray(-unwrittenBy(error)).toString());
        ending.abort();
      });
    },
    unwritten: () => lines,
    check: () => {
      if (failure && !isGone())
        throw new SpcError('system', 'cannot write to standard output', failure.message, '', { cause: failure });
    },
  };
}

const linesOf = (text: string) => text.split('\n').length - 1;
