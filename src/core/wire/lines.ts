/** The wire's framing: JSON messages, one a line. */

/** Puts chunks of text together to messages. A line that is no JSON is thrown as SyntaxError: the other side is ours. */
export class MessageReader<Message> {
  #rest = '';

  /** The messages that are complete with this chunk. */
  push(chunk: string): Message[] {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Message);
  }
}

/** A message as a line. */
export const messageLine = (message: object): string => `${JSON.stringify(message)}\n`;
