import { describe, expect, it } from 'vitest';
import { olderThan, removeAll, type Sessions } from '../../../src/app/session/sessions.ts';
import { withStoreNote } from '../../../src/app/session/store-note.ts';
import { SpcError } from '../../../src/core/errors.ts';
import type { SessionRow } from '../../../src/core/session/columns.ts';
import type { Msg, UseCase } from '../../../src/core/types.ts';
import { all } from './lab.ts';

const SECOND = 1e9;
/** Milliseconds since 1970: 2026-11-22. */
const NOW = 1_795_337_960_000;

/** One that began so many seconds ago and took ten, or has no end. */
function session(name: string, ago: number, state: SessionRow['state'] = 'complete'): SessionRow {
  const clock = { began: `${NOW / 1000 - ago}000000000` };
  const end = state === 'complete' ? { at: 10 * SECOND } : null;
  const manifest = state === 'damaged' ? null : ({ clock, end } as SessionRow['manifest']);
  return { name, directory: `/sessions/${name}`, state, size: 1024, manifest };
}

function store(...rows: SessionRow[]) {
  const removed: string[] = [];
  const remove = async (name: string) => {
    if (name.endsWith('foreign')) throw new SpcError('bad-session', 'it holds what no session has', 'precious');
    removed.push(name.slice('/sessions/'.length));
    return rows[0] as SessionRow;
  };
  return { removed, sessions: { list: async () => rows, remove } as unknown as Sessions };
}

describe('removing many sessions', () => {
  const rows = [
    session('old', 100),
    session('cut-off', 100, 'cut off'),
    session('under-way', 100, 'recording'),
    session('just-ended', 65),
    session('new', 5),
    session('damaged', 100, 'damaged'),
  ];

  it('leaves those that ended not so long ago, and those whose time is not known', async () => {
    const { removed, sessions } = store(...rows);
    const { messages, status } = await all(removeAll(sessions, olderThan(60 * SECOND, NOW)));
    expect(removed).toEqual(['old', 'cut-off']);
    expect(messages).toEqual([{ kind: 'note', text: 'removed 2 sessions, 2.0K' }]);
    expect(status).toBe(0);
  });

  it('never takes one that is being recorded', async () => {
    const { removed, sessions } = store(...rows);
    await all(removeAll(sessions, () => true));
    expect(removed).toEqual(['old', 'cut-off', 'just-ended', 'new', 'damaged']);
  });

  it('goes on after one that cannot be removed, and tells', async () => {
    const { removed, sessions } = store(session('foreign', 100), session('old', 100));
    const { messages, status } = await all(removeAll(sessions, () => true));
    expect(removed).toEqual(['old']);
    expect(messages[0]).toEqual({ kind: 'warning', text: 'it holds what no session has: precious' });
    expect(status).toBe(95);
  });
});

describe('what recorded sessions take', () => {
  async function* ended(): UseCase {
    yield { kind: 'note', text: 'recorded in /sessions/one' } as Msg;
    return 7;
  }

  it('is told when it is much', async () => {
    const { messages, status } = await all(withStoreNote(() => 6 * 1024 ** 3, ended()));
    expect(messages.slice(1)).toMatchObject([{ kind: 'note', text: expect.stringContaining('6.0G') }]);
    expect(status).toBe(7);
    expect((await all(withStoreNote(() => 1024 ** 3, ended()))).messages).toHaveLength(1);
  });
});
