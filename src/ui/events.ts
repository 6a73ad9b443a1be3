/** A stream of events on stdout. */
import { asciiJson } from '../core/ascii-json.ts';
import { type Beginning, beginning } from '../core/session/clock.ts';
import type { Msg } from '../core/types.ts';
import { eventJson, eventLine } from './event-line.ts';

type Shown = Extract<Msg, { kind: 'session' | 'events' }>;

/** Shows the stream's messages; resolves when the reader has taken them. */
export type ShowEvents = (message: Shown) => Promise<void> | undefined;

/** Lines of text, or of JSON with the header first. `write` takes text for stdout. */
export function eventShower(json: boolean, write: (text: string) => Promise<void>): ShowEvents {
  let begin: Beginning = { seconds: 0, nanoseconds: 0 };
  const line = json ? eventJson : eventLine;
  return (message) => {
    if (message.kind === 'events') return write(message.events.map((event) => `${line(event, begin)}\n`).join(''));
    begin = beginning({ began: message.header.began });
    return json ? write(`${asciiJson(message.header)}\n`) : undefined;
  };
}
