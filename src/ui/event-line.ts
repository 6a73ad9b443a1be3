/** An event as one line for the eye. */
import { inAscii } from '../core/ascii-json.ts';
import type { SyscallEvent, TraceEvent } from '../core/events.ts';
import { sanitize } from '../core/sanitize.ts';
import { type Beginning, timestamp } from '../core/session/clock.ts';
import { callText, eventText, resultText, timeText } from '../core/view/event-text.ts';
import { isSlow, styleOf } from '../core/view/style.ts';
import type { RowStyle } from '../core/wire/session.ts';

/** `12:00:01.123456 …`, UTC; sanitised. `paint`: for a terminal with colours. Further lines of a script's are indented. */
export function eventLine(event: TraceEvent, begin: Beginning, paint?: Paint): string {
  const time = timestamp(begin, event.at).slice(11, 26);
  if (paint && event.kind === 'syscall') return `${time} ${paintedCall(event, paint)}`;
  if (event.kind === 'probe') return `${time} ${indented(event.text, time.length + 1)}`;
  const line = sanitize(eventText(event));
  const style = paint && styleOf(event);
  return `${time} ${style ? paint(style, line) : line}`;
}

/** No further line can pass for an event: those begin with their time. */
const indented = (text: string, width: number) =>
  text
    .split('\n')
    .map((line) => sanitize(line))
    .join(`\n${' '.repeat(width)}`);

export type LineStyle = Exclude<RowStyle, ''>;
/** Text that is safe → the same in a colour. */
export type Paint = (style: LineStyle, text: string) => string;

/** Each part is made safe for itself: a colour of ours cannot become part of a stranger's text. */
function paintedCall(event: SyscallEvent, paint: Paint): string {
  const [call, result, time] = [callText(event), resultText(event), timeText(event)].map((text) => sanitize(text));
  return `${call}${event.error ? paint('red', result ?? '') : result}${isSlow(event) ? paint('yellow', time ?? '') : time}`;
}

/** The same as a line of JSON, with the time as text; in ASCII, so that nothing in it acts on a terminal. */
export function eventJson(event: TraceEvent, begin: Beginning): string {
  return inAscii(`{"time":"${timestamp(begin, event.at)}",${JSON.stringify(event).slice(1)}`);
}
