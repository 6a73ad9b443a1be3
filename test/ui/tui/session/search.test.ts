/** Searching and filtering. */
import { describe, expect, it } from 'vitest';
import { marked } from '../../../../src/ui/tui/views/session/match.ts';
import { numbered, rowsOf, Session, snapshotOf } from './world.ts';

const texts = numbered('strace', 300).map((text, at) => (at % 50 === 10 ? `${text} ENOENT` : text));
const one = () => new Session({ strace: { rows: rowsOf(texts) } });
const cursor = (session: Session) => Number(/row (\d+)/.exec(session.cursorLines()[0] ?? '')?.[1]);

describe('a search', () => {
  it('finds the latest first where the end is in sight, then what is next or previous', () => {
    const session = one().press('/').type('enoent').press('Enter');
    expect(cursor(session)).toBe(260);
    expect(cursor(session.press('N'))).toBe(210);
    expect(cursor(session.press('N', 'N'))).toBe(110);
    expect(cursor(session.press('n'))).toBe(160);
    expect(cursor(session.press('n', 'n', 'n'))).toBe(10);
    expect(cursor(session.press('N'))).toBe(260);
  });

  it('goes on from the cursor where that is', () => {
    const session = one().press('g', 'g', '/').type('ENOENT').press('Enter');
    expect(cursor(session)).toBe(10);
    expect(cursor(session.press('j', 'j', 'n'))).toBe(60);
  });

  it('an empty one is the last again; n without one asks', () => {
    const session = one().press('/').type('ENOENT').press('Enter', '/', 'Enter');
    expect(session.effects.filter((effect) => effect.do === 'find')).toHaveLength(2);
    expect(one().press('n').state.overlays).toMatchObject([{ kind: 'prompt', purpose: 'search' }]);
  });

  it('what does not exist leaves all as it was', () => {
    const session = one();
    const { screen } = session;
    session.press('/').type('xyzzy').press('Enter', 'Esc');
    expect(session.screen.slice(0, -2)).toEqual(screen.slice(0, -2));
  });
});

describe('marked', () => {
  const hits = (text: string, search: string) =>
    marked(text, search).flatMap(({ text: part, hit }) => (hit ? [part] : []));

  it.each([
    ['read(3) = -1 ENOENT', 'enoent', ['ENOENT']],
    ['a.b axb', 'a.b', ['a.b']],
    ['a-b/c', 'a-b/c', ['a-b/c']],
    ['a.b axb', '/a.b/', ['a.b', 'axb']],
    ['AB ab', '/ab/', ['ab']],
    ['AB ab', '/ab/i', ['AB', 'ab']],
    ['abc', '', []],
    ['abc', '!a', []],
    ['abc', '/(/', []],
    ['abc', '/x*/', []],
    // might take for ever
    ['aaaa', '/(a+)+$/', []],
    ['aaaa', '/(a|a)*b/', []],
    ['aaaa', '/a*a*a*a*b/', []],
  ])('%s has %s', (text, search, expected) => expect(hits(text, search)).toEqual(expected));

  it('loses nothing of the text', () => {
    for (const search of ['a', '/[ab]/', '/x*/', 'abcabc'])
      expect(
        marked('abcabc', search)
          .map(({ text }) => text)
          .join(''),
      ).toBe('abcabc');
  });
});

describe('a filter', () => {
  const rows = (session: Session) => session.screen.filter((line) => line.includes(' row '));

  it('takes effect as it is typed', () => {
    const session = one().press('f').type('ENO');
    expect(rows(session)).toHaveLength(6);
    expect(session.screen.join('\n')).toContain('6 of 300 rows');
    expect(rows(session.press('Enter'))).toHaveLength(6);
    expect(session.screen.join('\n')).toContain('filter ENO');
  });

  it('Esc brings back what was there', () => {
    const session = one().press('g', 'g', 'PgDn');
    const before = session.screen;
    session.press('f').type('ENO').press('Esc');
    expect(session.screen).toEqual(before);
  });

  it('shows the time that was in sight before', () => {
    const session = one()
      .press('g', 'g')
      .press(...Array(120).fill('j'));
    expect(cursor(session)).toBe(120);
    expect(cursor(session.press('f').type('ENO').press('Enter'))).toBe(110);
    expect(cursor(session.press('Esc'))).toBe(NaN);
    expect(rows(session).at(-1)).toContain('row 299');
  });

  it('rows of the filter before are not taken for its own', () => {
    const session = one();
    const look = session.session.asked;
    session.tell({ kind: 'key', key: 'f' });
    const typed = session.type('N');
    // told before the process knew of the filter
    typed.tell({ kind: 'snapshot', id: 1, snapshot: snapshotOf(session.panes, look), look });
    expect(typed.session.snapshot?.panes[0]).toMatchObject({ kept: 6, scanning: true });
  });

  it('that is no expression is told', () => {
    const session = new Session({ strace: { rows: rowsOf(texts), more: { badFilter: 'Unterminated group' } } });
    expect(session.screen.join('\n')).toContain('Unterminated group');
  });
});

describe('saving', () => {
  const saves = (session: Session) => session.effects.filter((effect) => effect.do === 'save');

  it('asks for a name', () => {
    expect(saves(one().press('s', 'Enter'))).toEqual([{ do: 'save', id: 1, path: '' }]);
    expect(saves(one().press('s').type('a b.txt').press('Enter'))).toEqual([{ do: 'save', id: 1, path: 'a b.txt' }]);
    expect(saves(one().press('s', 'Esc'))).toEqual([]);
  });
});
