/** What earlier sessions left, undone before a new one. */
import type { UseCase } from '../../core/types.ts';
import type { Guard } from '../../io/tracing/types.ts';

/**
 * Undoes it and tells so, then passes the messages on: a tracer that was left would keep another from attaching. Where nothing
 * was left that is one look into a directory.
 */
export async function* withLeftovers(guard: Pick<Guard, 'leftovers'>, messages: UseCase): UseCase {
  const notes = await guard
    .leftovers()
    .catch((error: Error) => [`what earlier sessions left cannot be looked for: ${error.message}`]);
  for (const text of notes) yield { kind: 'note', text };
  return yield* messages;
}
