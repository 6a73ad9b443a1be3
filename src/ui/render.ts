/** Shows a use-case's messages: text for a terminal, one JSON document for a program. */
import { styleText } from 'node:util';
import { asciiJson } from '../core/ascii-json.ts';
import type { SpcError } from '../core/errors.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Msg, UseCase } from '../core/types.ts';
import type { Paint } from './event-line.ts';
import { jsonShower, type ShowEvents, textShower } from './events.ts';
import { pageText } from './page.ts';
import { privilegesText } from './privileges.ts';

export interface RenderOptions {
  /** Results as JSON on stdout; notes are dropped, warnings still go to stderr. */
  json?: boolean;
  /** Tables as JSON on stdout, one row a line. */
  ndjson?: boolean;
  /** Tables are not cut at the width of the terminal. */
  wide?: boolean;
  /** Takes text of a stream of events for stdout; undefined: written at once. */
  write?: (text: string) => Promise<void>;
  /** Notes and progress are dropped. */
  quiet?: boolean;
  /** Notes of a stream of events that are of no use to who looks on are shown, too. */
  debug?: boolean;
}

/** Prints results to stdout and everything else to stderr; returns the use-case's exit status. Ends it when that fails. */
export async function render(messages: UseCase, options: RenderOptions = {}): Promise<number> {
  const showEvents = eventShower(options);
  const show = options.json || options.ndjson ? showJson(options, showEvents) : showText(options, showEvents);
  const progress = progressLine(options);
  try {
    for (;;) {
      const step = await messages.next();
      if (step.done) return step.value;
      if (step.value.kind === 'progress') progress.set(step.value.text);
      else {
        progress.clear();
        if (!(options.quiet && step.value.kind === 'note')) await show(step.value);
      }
    }
  } finally {
    progress.clear();
    await messages.return(0);
  }
}

function eventShower({ json, ndjson, quiet, debug, write = writeNow }: RenderOptions): ShowEvents {
  if (json || ndjson) return jsonShower(write);
  return textShower(write, {
    tell: err,
    quiet,
    debug,
    paint: painter(process.stdout),
    paintNotes: painter(process.stderr),
  });
}

type Shown = Exclude<Msg, { kind: 'progress' }>;

const showText = (options: RenderOptions, showEvents: ShowEvents) => (message: Shown) => {
  if (message.kind === 'session' || message.kind === 'events') return showEvents(message);
  if (message.kind === 'result') out(message.text);
  else if (message.kind === 'page') out(pageText(message.sections, pageLayout(options)));
  else if (message.kind === 'rows') drawTable(message, options);
  else if (message.kind === 'report')
    out(privilegesText(message.report, { colour: colours(process.stdout), width: columns() }));
  else if (message.kind === 'note') err(oneLine(message.text));
  else if (message.kind === 'privileges')
    err(privilegesText(message.report, { colour: colours(process.stderr), width: columns() }));
  else err(`${paint('yellow', 'warning:')} ${oneLine(message.text)}`);
};

/** Only a terminal has a width; what is piped is whole. */
function pageLayout({ wide }: RenderOptions) {
  const { isTTY, columns: width } = process.stdout;
  return { colour: colours(process.stdout), width: isTTY && !wide ? width || 80 : undefined };
}

/** A terminal is redrawn in place; anything else gets one table after the other. */
function drawTable({ table, again }: Extract<Msg, { kind: 'rows' }>, { wide }: RenderOptions): void {
  const { isTTY, columns: width, rows: height } = process.stdout;
  const text = table(isTTY && !wide ? width || 80 : undefined);
  if (isTTY && again) out(inPlace(text, height || 24), '');
  else out(text);
}

/** Drawn from the top; what was there before is cleared, what does not fit is left out. */
function inPlace(text: string, height: number): string {
  const lines = text.split('\n').slice(0, Math.max(1, height - 1));
  return `\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\n')}\n\x1b[J`;
}

/** In ASCII: the same data to a program, and nothing that acts on a terminal. */
const showJson = (options: RenderOptions, showEvents: ShowEvents) => (message: Shown) => {
  if (message.kind === 'session' || message.kind === 'events') return showEvents(message);
  if (message.kind === 'result' || message.kind === 'page')
    out(asciiJson(message.data, options.ndjson ? undefined : 2));
  else if (message.kind === 'report') out(asciiJson(message.report, 2));
  else if (message.kind === 'rows' && options.ndjson)
    out(message.data.map((row) => `${asciiJson(row)}\n`).join(''), '');
  else if (message.kind === 'rows') out(asciiJson(message.data, 2));
  else if (message.kind !== 'note') showText(options, showEvents)(message);
};

/** One line that is overwritten on a terminal; plain lines elsewhere, so that a log shows what takes long. */
function progressLine({ json, ndjson, quiet }: RenderOptions) {
  let shown = false;
  const live = Boolean(process.stderr.isTTY);
  return {
    set(text: string) {
      if (quiet || json || ndjson) return;
      if (text === '') return this.clear();
      process.stderr.write(live ? `\r\x1b[K${sanitize(text, { max: columns() - 1 })}` : `${sanitize(text)}\n`);
      shown = live;
    },
    clear() {
      if (shown) process.stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}

/** The one place an error is printed: what failed, why, what to try. */
export function renderError(error: SpcError, options: { json?: boolean } = {}): void {
  if (options.json) {
    const { code, message, why, hint, exitStatus } = error;
    out(asciiJson({ error: { code, what: message, why, hint, exitStatus } }, 2));
  }
  err(`${paint('red', 'spc:')} ${oneLine(error.message)}`);
  if (error.why) err(`  why: ${indented(error.why)}`);
  if (error.hint) err(`  try: ${indented(error.hint)}`);
}

const writeNow = async (text: string) => out(text);

const STYLES = { red: 'red', yellow: 'yellow', alarm: ['bold', 'red'], dim: 'dim' } as const;

/** undefined: no colours there. */
function painter(stream: NodeJS.WriteStream): Paint | undefined {
  if (!colours(stream)) return undefined;
  return (style, text) => styleText(STYLES[style], text, { validateStream: false });
}

const MAX_TEXT = 4000;
/** A stranger's text that is part of it cannot begin a line of its own, which would be taken for spc's. */
const oneLine = (text: string) => sanitize(text, { max: MAX_TEXT });
const indented = (text: string) => sanitize(text, { multiline: true, max: MAX_TEXT }).replaceAll('\n', '\n       ');
/** A pseudo terminal without a size says 0. */
const columns = () => process.stderr.columns || 80;

/** Colours only where a person looks, and never against NO_COLOR (no-color.org). */
function paint(colour: 'red' | 'yellow', text: string): string {
  return styleText(colour, text, { stream: process.stderr });
}

const colours = (stream: NodeJS.WriteStream) => styleText('red', 'x', { stream }) !== 'x';

/** Writes a line; text is the caller's own or already sanitised, as columns and colours must survive. */
function out(text: string, end = '\n'): void {
  process.stdout.write(text.endsWith(end) ? text : `${text}${end}`);
}

function err(text: string): void {
  process.stderr.write(`${text}\n`);
}
