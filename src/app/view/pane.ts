/** A tracer of a session, as it is seen: its rows, and what is known of it. */
import type { EndEvent, LostEvent, TraceEvent, TracerName } from '../../core/events.ts';
import { shellQuote } from '../../core/label/quote.ts';
import { sanitize } from '../../core/sanitize.ts';
import { REASON_TEXTS } from '../../core/session/end.ts';
import type { TracerInfo } from '../../core/session/types.ts';
import { cutRow } from '../../core/view/cut.ts';
import { Rates } from '../../core/view/rates.ts';
import { type AddRow, addRows } from '../../core/view/rows.ts';
import type { PaneLook, PaneSnapshot, PaneStatus, Row } from '../../core/wire/session.ts';
import type { RowStore } from '../../io/spool/types.ts';
import { Filter } from './filter.ts';
import type { ViewIo } from './io.ts';

const MAX_TITLE = 1000;
/** No screen has more rows. */
const MAX_HEIGHT = 1000;

export class Pane {
  readonly name: TracerName;
  readonly rows: RowStore;
  readonly rates = new Rates();
  readonly losses = new Rates();
  status: PaneStatus = 'starting';
  filter: Filter;
  readonly #io: ViewIo;
  readonly #changed: () => void;
  readonly #add: AddRow;
  #title: string;
  #cost = '';
  #reason = '';
  #lost = 0;
  #lostMore = false;
  /** Tools at work: two scripts of one tool have one pane. */
  #tools = 0;
  #ends = 0;

  constructor(name: TracerName, io: ViewIo, changed: () => void) {
    this.name = name;
    this.#title = name;
    this.#io = io;
    this.#changed = changed;
    this.rows = io.spool.open();
    this.#add = (at, text, style) => this.rows.add(at, text, style);
    this.filter = new Filter('', this.rows, io, changed);
  }

  /** What was started of it; `[]` when nothing could be. */
  begin(infos: readonly TracerInfo[]): void {
    this.#tools = infos.length;
    if (infos.length > 0) this.#title = sanitize(infos.map(commandOf).join('; '), { max: MAX_TITLE });
    this.#cost = infos[0] ? sanitize(infos[0].cost, { max: MAX_TITLE }) : '';
    if (this.status === 'starting') this.status = 'running';
  }

  take(event: TraceEvent): void {
    addRows(event, this.#add);
    if (event.kind === 'lost') this.#lose(event);
    else if (event.kind === 'end') this.#end(event);
    else if (event.kind !== 'note') this.rates.add(event.at, 1);
  }

  /** The session is over. */
  close(): void {
    if (this.status === 'starting' || this.status === 'running') this.status = 'ended';
  }

  /** The filter in use; another takes its place. */
  filtered(source: string): Filter {
    if (this.filter.source !== source) {
      this.filter.abort();
      this.filter = new Filter(source, this.rows, this.#io, this.#changed);
    }
    return this.filter;
  }

  /** `look` undefined: its rows are not in sight. */
  snapshot(look: PaneLook | undefined, now: number): PaneSnapshot {
    const filter = look ? this.filtered(look.filter) : this.filter;
    if (look) filter.update();
    const { top, rows } = look ? this.#window(filter, look) : { top: 0, rows: [] };
    return {
      name: this.name,
      tracer: this.name,
      title: this.#title,
      status: this.status,
      reason: this.#reason,
      cost: this.#cost,
      total: this.rows.end,
      kept: filter.count,
      first: filter.first,
      scanning: filter.isScanning,
      badFilter: filter.bad,
      top,
      rows,
      lost: this.#lost,
      lostMore: this.#lostMore,
      rates: this.rates.window(now),
      losses: this.losses.window(now),
    };
  }

  #window(filter: Filter, { top, height: wanted }: PaneLook): { top: number; rows: Row[] } {
    const height = Math.min(wanted, MAX_HEIGHT);
    const from = Math.max(filter.first, Math.min(top ?? Number.POSITIVE_INFINITY, filter.count - height));
    const rows: Row[] = [];
    for (let number = from; number < from + height; number++) {
      const index = filter.rowAt(number);
      if (index === undefined) break;
      rows.push(this.row(index));
    }
    return { top: from, rows };
  }

  /** A row as it is drawn. */
  row(index: number): Row {
    const block = this.rows.block(index);
    const at = index - block.first;
    return { index, at: block.at(at), text: cutRow(block.text(at)), style: block.style(at) };
  }

  #lose({ at, count }: LostEvent): void {
    this.#lost += count ?? 0;
    if (count === null) this.#lostMore = true;
    this.losses.add(at, count ?? 1);
  }

  #end({ reason, status }: EndEvent): void {
    this.#ends++;
    this.#reason = `${REASON_TEXTS[reason]}${status ? `, status ${status}` : ''}`;
    if (this.#ends < this.#tools) return;
    this.status = reason === 'failed' || reason === 'tool' ? 'failed' : 'ended';
  }
}

const commandOf = ({ argv }: TracerInfo) => shellQuote(argv);
