/** A use-case that only looks, to its end. */
import type { Msg } from '../../core/types.ts';

/** What it told on its way, and what it returned. Rejects with what it throws. */
export async function settle<T>(steps: AsyncGenerator<Msg, T>): Promise<{ messages: Msg[]; value: T }> {
  const messages: Msg[] = [];
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return { messages, value };
    messages.push(value);
  }
}

/** The first message of a kind. Undefined: it told none. */
export function messageOf<Kind extends Msg['kind']>(messages: readonly Msg[], kind: Kind) {
  return messages.find((message): message is Extract<Msg, { kind: Kind }> => message.kind === kind);
}

/** What must be seen. */
export const warningsOf = (messages: readonly Msg[]): string[] =>
  messages.flatMap((message) => (message.kind === 'warning' ? [message.text] : []));
