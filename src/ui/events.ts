/** A stream of events on stdout; as text, what is for people goes to stderr. */
import { asciiJson } from '../core/ascii-json.ts';
import type { TraceEvent } from '../core/events.ts';
import { type Beginning, beginning } from '../core/session/clock.ts';
import type { Msg } from '../core/types.ts';
import { eventJson, eventLine, type Paint } from './event-line.ts';

type Shown = Extract<Msg, { kind: 'session' | 'events' }>;
type Events = readonly TraceEvent[];

/** Shows the stream's messages; resolves when the reader has taken them. */
export type ShowEvents = (message: Shown) => Promise<void> | undefined;

/** How a stream is shown as text. */
export interface TextStream {
  /** Takes a line for stderr. */
  tell(line: string): void;
  /** Only notes that are warnings or errors. */
  quiet?: boolean | undefined;
  /** Also notes that are of no use to who looks on. */
  debug?: boolean | undefined;
  /** Colours of stdout, and of stderr; undefined: none. */
  paint?: Paint | undefined;
  paintNotes?: Paint | undefined;
}

/** So many events are made to text at a time: the rest waits as it is, and spc hears signals in between. */
const AT_ONCE = 1000;

/** Lines of JSON with the header first. `write` takes text for stdout. */
export function jsonShower(write: (text: string) => Promise<void>): ShowEvents {
  let begin: Beginning = { seconds: 0, nanoseconds: 0 };
  const show = async (events: Events) => {
    let text = '';
    for (const event of events) text += `${eventJson(event, begin)}\n`;
    await write(text);
  };
  return (message) => {
    if (message.kind === 'events') return inParts(message.events, show);
    begin = beginning({ began: message.header.began });
    return write(`${asciiJson(message.header)}\n`);
  };
}

/** Lines of text: data and losses to `write`, for stdout; what was written before a note is out before the note is. */
export function textShower(write: (text: string) => Promise<void>, stream: TextStream): ShowEvents {
  const { tell, paint, paintNotes } = stream;
  let begin: Beginning = { seconds: 0, nanoseconds: 0 };
  const show = async (events: Events) => {
    let text = '';
    for (const event of events) {
      if (!isForPeople(event)) text += `${eventLine(event, begin, paint)}\n`;
      else if (isWanted(event, stream)) {
        if (text !== '') await write(text);
        text = '';
        tell(eventLine(event, begin, paintNotes));
      }
    }
    if (text !== '') await write(text);
  };
  return (message) => {
    if (message.kind === 'events') return inParts(message.events, show);
    begin = beginning({ began: message.header.began });
    return undefined;
  };
}

async function inParts(events: Events, show: (part: Events) => Promise<void>): Promise<void> {
  for (let from = 0; from < events.length; from += AT_ONCE) await show(events.slice(from, from + AT_ONCE));
}

type ForPeople = Extract<TraceEvent, { kind: 'note' | 'end' }>;

const isForPeople = (event: TraceEvent): event is ForPeople => event.kind === 'note' || event.kind === 'end';

function isWanted(event: ForPeople, { quiet, debug }: TextStream): boolean {
  if (event.kind === 'end') return !quiet || event.reason === 'tool' || event.reason === 'failed';
  if (event.level === 'debug') return Boolean(debug);
  return !quiet || event.level !== 'info';
}
