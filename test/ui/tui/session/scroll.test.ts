/** What is in sight of a pane: the end, or any part of the record; on one clock with the others. */
import { describe, expect, it } from 'vitest';
import { numbered, rowsOf, Session } from './world.ts';

const one = (count = 500) => new Session({ strace: { rows: rowsOf(numbered('strace', count)) } });
/** Every fourth second a packet. */
const two = () =>
  new Session({
    strace: { rows: rowsOf(numbered('strace', 400)) },
    tcpdump: { rows: rowsOf(numbered('tcpdump', 100), 4) },
  });

const shown = ({ screen }: Session, name = 'strace') =>
  screen.flatMap((line) => line.match(new RegExp(`${name} row (\\d+)`))?.[1] ?? []).map(Number);

describe('a pane', () => {
  it('follows the end', () => {
    const session = one();
    expect(shown(session).at(-1)).toBe(499);
    session.panes['strace']?.rows.push(...rowsOf(numbered('strace', 510)).slice(500));
    expect(shown(session.push()).at(-1)).toBe(509);
    expect(session.cursorLines()).toEqual([]);
  });

  it('stays where it was scrolled to, tells what is new, and follows again', () => {
    const session = one().press('k');
    const before = shown(session);
    expect(session.cursorLines().join()).toContain('row 498');
    session.panes['strace']?.rows.push(...rowsOf(numbered('strace', 507)).slice(500));
    session.push();
    expect(shown(session)).toEqual(before);
    expect(session.screen.join('\n')).toContain('+7 new');
    expect(shown(session.press('G')).at(-1)).toBe(506);
    expect(session.screen.join('\n')).not.toContain('new');
  });

  it('shows any part of the record, and how far that is', () => {
    const session = one().press('g', 'g');
    const height = shown(session).length;
    expect(shown(session)[0]).toBe(0);
    expect(session.screen.join('\n')).toContain(` ${Math.floor((height / 500) * 100)}%`);
    expect(shown(session.press('PgDn'))[0]).toBe(height);
    expect(shown(session.press('PgDn', 'PgUp'))[0]).toBe(height);
    expect(shown(session.press('Home'))[0]).toBe(0);
    expect(shown(session.press('k', 'PgUp'))[0]).toBe(0);
  });

  it.each(['k', 'PgUp'])('has the rows that %s brings in sight at hand', (key) => {
    const session = one();
    for (let step = 0; step < 40; step++) {
      const { state } = session;
      session.press(key);
      // what is drawn before the process has answered
      session.state = {
        ...session.state,
        sessions: session.state.sessions.map((each) => ({ ...each, snapshot: state.sessions[0]?.snapshot ?? null })),
      };
      expect(session.screen.join('\n')).not.toContain('⋯');
      session.push();
    }
  });

  it('follows again where the last row is left behind', () => {
    const session = one().press('k', 'k', 'j', 'j');
    expect(session.cursorLines().join()).toContain('row 499');
    expect(session.press('j').cursorLines()).toEqual([]);
    expect(session.press('PgUp', 'PgDn', 'PgDn').cursorLines()).toEqual([]);
  });

  it('begins a replay at its beginning', () => {
    const session = new Session({ strace: { rows: rowsOf(numbered('strace', 50)) } }, [80, 24], {
      replay: true,
      state: 'ended',
    });
    expect(shown(session)[0]).toBe(0);
    expect(session.screen.join('\n')).toContain('REPLAY');
  });

  it('keeps its rows when the window changes', () => {
    const session = one().press('g', 'g', 'PgDn', 'PgDn');
    const [top] = shown(session);
    expect(shown(session.tell({ kind: 'size', columns: 120, rows: 40 }))[0]).toBe(top);
    expect(shown(session.tell({ kind: 'size', columns: 60, rows: 12 }))[0]).toBe(top);
  });

  it('wraps long rows to the last of their text, and follows with them', () => {
    const long = `${'x'.repeat(200)} the end`;
    const session = new Session({ strace: { rows: rowsOf([...numbered('strace', 40), long]) } });
    expect(session.screen.join('\n')).not.toContain('the end');
    expect(session.press('w').screen.join('\n')).toContain('the end');
    expect(session.press('w', 'Right', ...Array(20).fill('Right')).screen.join('\n')).toContain('the end');
  });
});

describe('pause', () => {
  it('holds all panes that follow, and lets them go again', () => {
    const session = two().press('Space');
    const before = [shown(session), shown(session, 'tcpdump')];
    for (const [name, pane] of Object.entries(session.panes)) pane.rows.push(...rowsOf(numbered(name, 500)).slice(450));
    session.push();
    expect([shown(session), shown(session, 'tcpdump')]).toEqual(before);
    expect(session.screen.join('\n')).toContain('PAUSED');
    session.press('Space');
    expect(shown(session).at(-1)).toBe(499);
    expect(shown(session, 'tcpdump').at(-1)).toBe(499);
    expect(session.screen.join('\n')).not.toContain('PAUSED');
  });

  it('shows nothing new in a pane that is not full', () => {
    const session = new Session({ strace: { rows: rowsOf(numbered('strace', 3)) } }).press('Space');
    session.panes['strace']?.rows.push(...rowsOf(numbered('strace', 6)).slice(3));
    expect(shown(session.push())).toEqual([0, 1, 2]);
    expect(shown(session.press('j'))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shown(session.press('Space'))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leaves alone what did not follow', () => {
    const session = two().press('g', 'g', 'Space', 'Space');
    expect(shown(session)[0]).toBe(0);
    expect(shown(session, 'tcpdump').at(-1)).toBe(99);
  });
});

describe('panes together', () => {
  it('are at the time of the row with the cursor, and go on with it', () => {
    const session = two().press('g', 'g', 'PgDn', 'PgDn', 'PgDn', 'c');
    const row = () => Number(/strace row (\d+)/.exec(session.cursorLines()[0] ?? '')?.[1]);
    const other = () => Number(/tcpdump row (\d+)/.exec(session.cursorLines()[1] ?? '')?.[1]);
    expect(other()).toBe(Math.floor(row() / 4));
    session.press('j', 'j', 'j', 'j', 'j');
    expect(other()).toBe(Math.floor(row() / 4));
    expect(session.screen.join('\n')).toContain('all at 12:0');
    const at = other();
    session.press('Esc', 'j', 'j', 'j', 'j');
    expect(other()).toBe(at);
    expect(session.press('F').cursorLines()).toEqual([]);
  });

  it('are not moved by the change to another pane', () => {
    const session = two().press('g', 'g', 'PgDn', 'j', 'c');
    const rows = () => session.cursorLines().map((line) => line.match(/(strace|tcpdump) row \d+/)?.[0]);
    const before = rows();
    expect(before).toHaveLength(2);
    session.press('Tab');
    expect(rows()).toEqual(before);
    expect(session.effects.filter((effect) => effect.do === 'seek')).toHaveLength(1);
  });

  it('go to a time that is typed', () => {
    const session = two().press('@').type('+100').press('Enter');
    expect(session.cursorLines().join('\n')).toMatch(/strace row 100[\s\S]*tcpdump row 25/);
    session.press('@').type('12:02:00').press('Enter');
    expect(session.cursorLines().join('\n')).toMatch(/strace row 120[\s\S]*tcpdump row 30/);
    session.press('@').type('noon').press('Enter');
    expect(session.screen.join('\n')).toContain('noon is no time');
  });
});
