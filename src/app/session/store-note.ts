/** A word at the end of a recording when what was recorded takes much room: nothing else ever removes it. */
import { showBytes } from '../../core/processes/units.ts';
import type { UseCase } from '../../core/types.ts';

const MUCH = 5 * 1024 ** 3;

/** Passes the messages on, and then tells, should there be much. `size`: bytes of all sessions that are kept. */
export async function* withStoreNote(size: () => number, messages: UseCase): UseCase {
  const status = yield* messages;
  const bytes = size();
  if (bytes > MUCH) {
    const text = `recorded sessions take ${showBytes(bytes)}: spc session rm --older 7d removes those of more than a week`;
    yield { kind: 'note', text };
  }
  return status;
}
