/** What earlier sessions left, undone beside a new one. */
import type { Msg, UseCase } from '../../core/types.ts';
import type { Guard } from '../../io/tracing/types.ts';

/** Passes the messages on, and what was undone as notes as soon as it is known; the new session does not wait for it. */
export async function* withLeftovers(guard: Pick<Guard, 'leftovers'>, messages: UseCase): UseCase {
  let notes: string[] = [];
  const looked = guard.leftovers().then(
    (lines) => {
      notes = lines;
    },
    (error: Error) => {
      notes = [`what earlier sessions left cannot be looked for: ${error.message}`];
    },
  );
  const told = (): Msg[] => notes.splice(0).map((text) => ({ kind: 'note', text }));
  try {
    for (;;) {
      const { value, done } = await messages.next();
      if (done) {
        await looked;
        yield* told();
        return value;
      }
      yield* told();
      yield value;
    }
  } finally {
    await messages.return(1);
  }
}
