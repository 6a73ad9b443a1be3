/** A session as it is seen: messages of a live one or of a replay come in, snapshots of what is in sight go out. */

import { SpcError } from '../../core/errors.ts';
import type { TraceEvent, TracerName } from '../../core/events.ts';
import { sanitize } from '../../core/sanitize.ts';
import { type Beginning, beginning } from '../../core/session/clock.ts';
import type { SessionHeader } from '../../core/session/types.ts';
import type { Msg } from '../../core/types.ts';
import { eventText } from '../../core/view/event-text.ts';
import { styleOf } from '../../core/view/style.ts';
import type { Look, RowStyle, Snapshot } from '../../core/wire/session.ts';
import type { ViewIo } from './io.ts';
import { Pane } from './pane.ts';

/** The last lines are in sight; the record has all. */
const MAX_NOTES = 50;
const MAX_NOTE = 1000;

export interface ViewOptions {
  /** Those that have a pane, in the order they were asked for; empty: all of a record. */
  tracers: readonly TracerName[];
  /** Notes that are of no use to who looks on are shown, too. */
  debug: boolean;
  /** Called when a snapshot would not be the same any more. */
  changed: () => void;
}

export class SessionView {
  /** Undefined: it has not begun. */
  header: SessionHeader | undefined;
  readonly io: ViewIo;
  readonly #options: ViewOptions;
  readonly #panes = new Map<TracerName, Pane>();
  #state: Snapshot['state'] = 'starting';
  #end = '';
  #look: Look = { panes: [] };
  #notes: Snapshot['notes'] = [];
  /** In a replay, and when it has ended. */
  #lastAt = 0;
  #began = 0;
  readonly #told = new Set<string>();

  constructor(io: ViewIo, options: ViewOptions) {
    this.io = io;
    this.#options = options;
    for (const tracer of options.tracers) if (tracer !== 'spc') this.pane(tracer);
  }

  /** Takes what a session tells. */
  tell(message: Msg): void {
    if (message.kind === 'events') this.#take(message.events);
    else if (message.kind === 'session') this.#begin(message.header);
    else if (message.kind === 'warning') this.#note(message.text, 'yellow');
    else if (message.kind === 'note') this.#note(message.text, '');
    if (message.kind === 'note' && message.isSummary) this.#end = clean(message.text);
    this.#options.changed();
  }

  /** It was asked to end. */
  ending(): void {
    if (this.#state === 'running') this.#state = 'ending';
    this.#options.changed();
  }

  /** It is over; `error`: what it ended with. */
  close(error?: Error): void {
    this.#lastAt = this.now();
    this.#state = 'ended';
    if (error) {
      this.#end = clean(error.message);
      this.#note(error.message, 'red');
    }
    for (const pane of this.#panes.values()) pane.close();
    this.#options.changed();
  }

  look(look: Look): Snapshot {
    this.#look = look;
    return this.snapshot();
  }

  snapshot(): Snapshot {
    const now = this.now();
    this.#tellSpool();
    const panes = [...this.#panes.values()].map((pane) =>
      pane.snapshot(
        this.#look.panes.find(({ name }) => name === pane.name),
        now,
      ),
    );
    return {
      at: now,
      state: this.#state,
      end: this.#end,
      replay: this.header?.replay ?? false,
      directory: this.header?.directory ?? null,
      panes,
      notes: this.#notes,
    };
  }

  /** What is drawn changes with the time alone: rates move on. */
  get isMoving(): boolean {
    if (this.#state === 'ended' || this.header?.replay) return false;
    const now = this.now();
    return [...this.#panes.values()].some(({ rates, losses }) => rates.isMoving(now) || losses.isMoving(now));
  }

  /** Nanoseconds since it began. */
  now(): number {
    if (!this.header || this.#state === 'ended' || this.header.replay) return this.#lastAt;
    return Math.max(0, this.io.epoch() - this.#began);
  }

  /** The one of a name; made when it is first asked for. */
  pane(name: TracerName): Pane {
    const known = this.#panes.get(name);
    if (known) return known;
    const pane = new Pane(name, this.io, this.#options.changed);
    this.#panes.set(name, pane);
    if (this.header) pane.begin(this.header.tracers.filter(({ tracer }) => tracer === name));
    return pane;
  }

  /** undefined: there is none of that name. */
  find(name: string): Pane | undefined {
    return this.#panes.get(name as TracerName);
  }

  /** A pane, and what its times count from. Throws `usage` when there is none. */
  required(name: string): { pane: Pane; begin: Beginning } {
    const pane = this.find(name);
    if (!pane || !this.header) throw new SpcError('usage', `there is no pane ${name}`);
    return { pane, begin: beginning(this.header) };
  }

  #begin(header: SessionHeader): void {
    this.header = header;
    this.#began = Number(header.began);
    this.#state = 'running';
    for (const [name, pane] of this.#panes) pane.begin(header.tracers.filter(({ tracer }) => tracer === name));
    const { tracers } = this.#options;
    for (const { tracer } of header.tracers) if (tracers.length === 0 || tracers.includes(tracer)) this.pane(tracer);
  }

  #take(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.kind === 'note' && event.level === 'debug' && !this.#options.debug) continue;
      if (event.at > this.#lastAt) this.#lastAt = event.at;
      if (event.tracer === 'spc') this.#note(eventText(event), styleOf(event), event.at);
      else this.pane(event.tracer).take(event);
    }
  }

  #note(text: string, style: RowStyle, at = this.now()): void {
    this.#notes = [...this.#notes.slice(1 - MAX_NOTES), { at, text: clean(text), style }];
  }

  #tellSpool(): void {
    const { failure } = this.io.spool;
    if (failure !== '')
      this.#noteOnce(`only the newest rows can be looked at: they cannot be kept on disk (${failure})`);
    else if ([...this.#panes.values()].some(({ rows }) => rows.first > 0))
      this.#noteOnce('the oldest rows cannot be looked at any more: they made way for newer ones');
  }

  #noteOnce(text: string): void {
    if (!this.#told.has(text)) this.#note(text, 'yellow');
    this.#told.add(text);
  }
}

const clean = (text: string) => sanitize(text, { max: MAX_NOTE });
