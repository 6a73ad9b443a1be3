/** Sessions for tests: what a process would answer to what is to be done is answered at once. */
import { stripVTControlCharacters } from 'node:util';
import type { SessionHeader } from '../../../../src/core/session/types.ts';
import { parseMatcher } from '../../../../src/core/view/matcher.ts';
import type { Look, PaneSnapshot, Row, Snapshot } from '../../../../src/core/wire/session.ts';
import type { UiMsg } from '../../../../src/ui/tui/msg.ts';
import type { Effect, State } from '../../../../src/ui/tui/state.ts';
import { findRequest, seekRequest } from '../../../../src/ui/tui/views/session/requests.ts';
import { frame, start, told } from '../world.ts';

export const header = (more: Partial<SessionHeader> = {}): SessionHeader => ({
  kind: 'session',
  schema: 1,
  target: { text: 'web', title: 'container web', pid: 42, startTime: 7, container: null },
  // 2026-11-22T12:00:00Z
  began: '1795348800000000000',
  kernel: '6.18',
  hostname: 'host',
  tracers: [],
  directory: '/var/lib/spc/sessions/x',
  replay: false,
  ...more,
});

const SECOND = 1e9;

/** Rows of a pane: a text each, so many seconds apart. */
export const rowsOf = (texts: readonly string[], every = 1): Row[] =>
  texts.map((text, index) => ({ index, at: index * every * SECOND, text, style: '' }));

export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${name} row ${at}`);

export type Panes = Record<string, { rows: Row[]; more?: Partial<PaneSnapshot> }>;

const kept = (rows: readonly Row[], filter: string) => {
  const matcher = parseMatcher(filter);
  return matcher ? rows.filter(({ text }) => matcher.matches(text)) : rows;
};

function paneSnapshot(name: string, { rows: all, more }: Panes[string], look: Look): PaneSnapshot {
  const looked = look.panes.find((each) => each.name === name);
  const rows = kept(all, looked?.filter ?? '');
  const height = looked?.height ?? 0;
  const top = Math.max(0, Math.min(looked?.top ?? Number.POSITIVE_INFINITY, rows.length - height));
  return {
    name,
    tracer: 'strace',
    title: `/usr/bin/${name} -f`,
    status: 'running',
    reason: '',
    cost: 'some percent',
    total: all.length,
    kept: rows.length,
    first: 0,
    scanning: false,
    badFilter: '',
    top,
    rows: rows.slice(top, top + height),
    lost: 0,
    lostMore: false,
    rates: [1, 20, 3],
    losses: [0, 0, 0],
    ...more,
  };
}

export const snapshotOf = (panes: Panes, look: Look, more: Partial<Snapshot> = {}): Snapshot => ({
  at: 90 * SECOND,
  state: 'running',
  end: '',
  replay: false,
  directory: '/var/lib/spc/sessions/x',
  panes: Object.entries(panes).map(([name, pane]) => paneSnapshot(name, pane, look)),
  notes: [],
  ...more,
});

/** A session with these panes, in sight, and answered. */
export class Session {
  state: State;
  readonly effects: Effect[] = [];
  readonly panes: Panes;
  more: Partial<Snapshot>;

  constructor(panes: Panes, [columns, rows]: readonly [number, number] = [80, 24], more: Partial<Snapshot> = {}) {
    this.panes = panes;
    this.more = more;
    this.state = start(columns, rows);
    this.tell(
      { kind: 'opening', what: 'session', argv: ['record', 'web'], id: 1 },
      { kind: 'opened', id: 1, header: header({ replay: more.replay ?? false }) },
    );
  }

  /** Messages, and the answers to what they want done. */
  tell(...messages: UiMsg[]): this {
    for (const msg of messages) {
      const { state, effects } = told(this.state, msg);
      this.state = state;
      this.effects.push(...effects);
      for (const effect of effects) this.#answer(effect);
    }
    return this;
  }

  press(...keys: string[]): this {
    return this.tell(...keys.map((key): UiMsg => ({ kind: 'key', key })));
  }

  /** Text for a prompt, key by key. */
  type(text: string): this {
    return this.press(...[...text].map((char) => (char === ' ' ? 'Space' : char)));
  }

  /** What comes by itself. */
  push(): this {
    return this.tell({ kind: 'snapshot', id: 1, snapshot: snapshotOf(this.panes, this.session.answered, this.more) });
  }

  get session() {
    return this.state.sessions[0] as State['sessions'][number];
  }

  /** Lines of the whole screen. */
  get screen(): string[] {
    return frame(this.state);
  }

  /** Without their looks. */
  get plain(): string[] {
    return this.screen.map(stripVTControlCharacters);
  }

  /** The line with the cursor of the pane that has the keys, or of another. */
  cursorLines(): string[] {
    return this.screen.filter((line) => line.includes('▌'));
  }

  #answer(effect: Effect): void {
    if (effect.do === 'look') {
      const look = this.session.asked;
      this.tell({ kind: 'snapshot', id: 1, snapshot: snapshotOf(this.panes, look, this.more), look });
    } else if (effect.do === 'seek') {
      const { at, filters } = seekRequest(this.session, effect);
      const tops = Object.entries(filters).map(([name, filter]) => {
        const rows = kept(this.panes[name]?.rows ?? [], filter);
        return [name, Math.max(0, rows.filter((row) => row.at <= at).length - 1)];
      });
      this.tell({ kind: 'sought', id: 1, tops: Object.fromEntries(tops) });
    } else if (effect.do === 'find') this.#find(effect.back, effect.again);
  }

  #find(back: boolean, again: boolean): void {
    const request = findRequest(this.session, back, again);
    if (!request) return;
    const { pane, filter, text, from } = request;
    const rows = kept(this.panes[pane]?.rows ?? [], filter);
    const hits = rows.flatMap((row, at) => (parseMatcher(text)?.matches(row.text) ? [at] : []));
    const next = back ? hits.findLast((at) => at <= from) : hits.find((at) => at >= from);
    const row = next ?? (back ? hits.at(-1) : hits[0]);
    this.tell({ kind: 'found', id: 1, pane, found: row === undefined ? null : { row, wrapped: next === undefined } });
  }
}
