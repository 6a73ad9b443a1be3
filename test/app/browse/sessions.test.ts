import { describe, expect, it } from 'vitest';
import { browser } from '../../../src/app/browse/list.ts';
import { browseSessions } from '../../../src/app/browse/sessions.ts';
import type { Sessions } from '../../../src/app/session/sessions.ts';
import type { SessionRow } from '../../../src/core/session/columns.ts';
import { ESCAPES, LONG, unsafeIn } from '../../core/wire/hostile.ts';
import { column } from './lab.ts';

const manifestOf = (title: string) =>
  ({
    clock: { began: '1795337960000000000' },
    end: { at: 5e9, reason: title },
    target: { title },
    tracers: [{ tracer: 'strace' }],
    counts: { syscall: 3, exit: 1 },
    losses: [],
  }) as unknown as SessionRow['manifest'];
const session = (name: string, given: Partial<SessionRow> = {}): SessionRow => ({
  name,
  directory: `/s/${name}`,
  state: 'complete',
  size: 2048,
  manifest: manifestOf('container web (docker)'),
  ...given,
});
const read = async (...rows: SessionRow[]) =>
  await browser(browseSessions({ list: async () => rows } as Partial<Sessions> as Sessions))();

describe('browseSessions', () => {
  it('shows the newest first, and which are damaged', async () => {
    const answer = await read(session('2026-1'), session('2026-2', { state: 'damaged', manifest: null }));
    expect(column(answer, 'name')).toEqual(['2026-2', '2026-1']);
    expect(answer.rows.map(({ id, target, mark }) => [id, target, mark])).toEqual([
      ['/s/2026-2', '2026-2', 'bad'],
      ['/s/2026-1', '2026-1', ''],
    ]);
    expect(column(answer, 'events')).toEqual(['-', '4']);
  });

  it.each([
    ['last', '/s/last'],
    ['-x', '/s/-x'],
    ['a\x1b[m', ''],
  ])('one called %j is replayed as %j', async (name, target) => {
    expect((await read(session(name))).rows[0]?.target).toBe(target);
  });

  it.each([...ESCAPES, LONG])('is safe whatever a session was called: %j', async (text) => {
    const { rows } = await read(session(text, { manifest: manifestOf(text) }));
    expect(unsafeIn(rows)).toEqual([]);
    expect(JSON.stringify(rows).length).toBeLessThan(20_000);
  });
});
