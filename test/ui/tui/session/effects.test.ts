/** What is asked of a session's process: one look at a time, and never an old answer for a new question. */
import { describe, expect, it } from 'vitest';
import type { UiMsg } from '../../../../src/ui/tui/msg.ts';
import type { Connection } from '../../../../src/ui/tui/types.ts';
import { sessionDoers } from '../../../../src/ui/tui/views/session/effects.ts';
import { numbered, rowsOf, Session } from './world.ts';

/** A process that answers when it is told to. */
function process(session: Session) {
  const asked: { method: string; params: unknown; resolve(result: unknown): void; reject(error: unknown): void }[] = [];
  const told: UiMsg[] = [];
  const call = (method: string, params: unknown) =>
    new Promise((resolve, reject) => asked.push({ method, params, resolve, reject }));
  const doers = sessionDoers({
    state: () => session.state,
    tell: (msg) => told.push(msg),
    connection: (id) => (id === 1 ? ({ call } as Connection) : undefined),
    failed: ({ what }) => void told.push({ kind: 'told', text: what, style: 'error' }),
  });
  return { asked, told, doers };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const session = () => new Session({ strace: { rows: rowsOf(numbered('strace', 100)) } });

describe('looks', () => {
  it('come one at a time, and the last one is not left out', async () => {
    const { asked, told, doers } = process(session());
    for (let times = 0; times < 5; times++) void doers.look({ do: 'look', id: 1 });
    expect(asked).toHaveLength(1);
    asked[0]?.resolve({ panes: [] });
    await turn();
    expect(asked).toHaveLength(2);
    asked[1]?.resolve({ panes: [] });
    await turn();
    expect(asked).toHaveLength(2);
    expect(told.map(({ kind }) => kind)).toEqual(['snapshot', 'snapshot']);
  });

  it('tell with the answer what was asked', async () => {
    const one = session();
    const { asked, told, doers } = process(one);
    void doers.look({ do: 'look', id: 1 });
    const look = one.session.asked;
    one.press('g', 'g', 'PgDn', 'PgDn');
    asked[0]?.resolve({ panes: [] });
    await turn();
    expect(told[0]).toMatchObject({ kind: 'snapshot', look });
  });

  it('go on after one that failed', async () => {
    const { asked, told, doers } = process(session());
    void doers.look({ do: 'look', id: 1 });
    asked[0]?.reject({ what: 'gone' });
    await turn();
    void doers.look({ do: 'look', id: 1 });
    expect(asked).toHaveLength(2);
    expect(told).toEqual([{ kind: 'told', text: 'gone', style: 'error' }]);
  });

  it('of a session that was closed are none', async () => {
    const { asked, doers } = process(session());
    await doers.look({ do: 'look', id: 2 });
    expect(asked).toEqual([]);
  });
});

describe('searches', () => {
  const find = { do: 'find', id: 1, back: false, again: false } as const;
  const searching = () => session().press('/').type('row').press('Enter');

  it('tell what was found, and when that was on the other side', async () => {
    const { asked, told, doers } = process(searching());
    void doers.find(find);
    expect(asked[0]).toMatchObject({ method: 'find', params: { pane: 'strace', text: 'row', from: 99, back: false } });
    asked[0]?.resolve({ row: 3, wrapped: true });
    await turn();
    expect(told).toEqual([
      { kind: 'found', id: 1, pane: 'strace', found: { row: 3, wrapped: true } },
      { kind: 'told', text: "'row' in strace: on from the beginning", style: 'info' },
    ]);
  });

  it('that another took the place of tell nothing', async () => {
    const { asked, told, doers } = process(searching());
    void doers.find(find);
    void doers.find(find);
    asked[0]?.resolve(null);
    asked[1]?.resolve(null);
    await turn();
    expect(told.filter(({ kind }) => kind === 'told')).toEqual([
      { kind: 'told', text: "'row' in strace: not found", style: 'error' },
    ]);
  });
});

it('tells what was saved, or why not', async () => {
  const { asked, told, doers } = process(session());
  void doers.save({ do: 'save', id: 1, path: '' });
  expect(asked[0]?.params).toEqual({ pane: 'strace', filter: '', from: 0, to: 99 });
  asked[0]?.resolve({ rows: 100, path: '/root/spc.txt' });
  await turn();
  void doers.save({ do: 'save', id: 1, path: 'x' });
  asked[1]?.reject({ what: 'x is there' });
  await turn();
  expect(told).toMatchObject([{ text: '100 rows: /root/spc.txt' }, { text: 'x is there', style: 'error' }]);
});
