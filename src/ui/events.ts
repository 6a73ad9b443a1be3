/** A stream of events on stdout. */
import { asciiJson } from '../core/ascii-json.ts';
import { type Beginning, beginning } from '../core/session/clock.ts';
import type { Msg } from '../core/types.ts';
import { eventJson, eventLine } from './event-line.ts';

type Shown = Extract<Msg, { kind: 'session' | 'events' }>;

/** Shows the stream's messages; resolves when the reader has taken them. */
export type ShowEvents = (message: Shown) => Promise<void> | undefined;

/** So many events are made to text at a time: the rest waits as it is, and spc hears signals in between. */
const AT_ONCE = 1000;

/** Lines of text, or of JSON with the header first. `write` takes text for stdout. */
export function eventShower(json: boolean, write: (text: string) => Promise<void>): ShowEvents {
  let begin: Beginning = { seconds: 0, nanoseconds: 0 };
  const line = json ? eventJson : eventLine;
  const show = async ({ events }: Extract<Msg, { kind: 'events' }>) => {
    for (let from = 0; from < events.length; from += AT_ONCE) {
      let text = '';
      for (const event of events.slice(from, from + AT_ONCE)) text += `${line(event, begin)}\n`;
      await write(text);
    }
  };
  return (message) => {
    if (message.kind === 'events') return show(message);
    begin = beginning({ began: message.header.began });
    return json ? write(`${asciiJson(message.header)}\n`) : undefined;
  };
}
