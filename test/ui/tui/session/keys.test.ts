/** What keys and the mouse do with sessions as a whole. */
import { describe, expect, it } from 'vitest';
import { header, numbered, rowsOf, Session } from './world.ts';

const two = (more = {}) =>
  new Session(
    { strace: { rows: rowsOf(numbered('strace', 200)) }, log: { rows: rowsOf(numbered('log', 200)) } },
    [100, 40],
    more,
  );

describe('a session', () => {
  it('S stops the tracer of the pane, C-c all', () => {
    expect(two().press('S').effects.at(-1)).toEqual({ do: 'stop', id: 1, pane: 'strace' });
    expect(two().press('Tab', 'S').effects.at(-1)).toEqual({ do: 'stop', id: 1, pane: 'log' });
    expect(two().press('C-c').effects.at(-1)).toEqual({ do: 'stop', id: 1 });
  });

  it('is closed at once when it has ended, else when that is confirmed', () => {
    expect(two({ state: 'ended' }).push().press('x').effects.at(-1)).toEqual({ do: 'close', id: 1 });
    const running = two().press('x');
    expect(running.effects.at(-1)?.do).not.toBe('close');
    expect(running.press('y').effects.at(-1)).toEqual({ do: 'close', id: 1 });
    const session = two();
    session.tell({ kind: 'closed', id: 1 });
    expect(session.state).toMatchObject({ sessions: [], view: 'containers' });
  });

  it('others are a key away', () => {
    const session = two().tell(
      { kind: 'opening', what: 'session', argv: ['strace', 'db'], id: 2 },
      { kind: 'opened', id: 2, header: header() },
    );
    expect(session.screen.join('\n')).toMatch(/spc strace db .* 2\/2/);
    expect(session.press('[').screen.join('\n')).toMatch(/spc record web .* 1\/2/);
    expect(session.press('[').screen.join('\n')).toContain('spc strace db');
  });

  it('that is not in sight is asked for no rows', () => {
    const session = two();
    expect(session.session.asked.panes).toHaveLength(2);
    session.press('1').push();
    expect(session.session.asked.panes).toEqual([]);
    session.press('7');
    expect(session.session.asked.panes).toHaveLength(2);
    expect(session.press('z').session.asked.panes.map(({ name }) => name)).toEqual(['strace']);
  });

  it('asks for the rows in sight, and some around them, and not anew for each step', () => {
    const session = two().press('g', 'g');
    const looks = () => session.effects.filter((effect) => effect.do === 'look').length;
    const before = looks();
    session.press('j', 'j', 'j');
    expect(looks()).toBe(before);
    session.press('PgDn', 'PgDn', 'PgDn');
    const [asked] = session.session.asked.panes;
    const top = session.session.panes['strace']?.top ?? 0;
    expect(asked?.top).toBeLessThan(top);
    expect((asked?.top ?? 0) + (asked?.height ?? 0)).toBeGreaterThan(top + 20);
  });

  it('the details tell all that was told', () => {
    const notes = [{ at: 1e9, text: 'the disk is full', style: 'red' as const }];
    expect(two({ notes }).press('i').screen.join('\n')).toMatch(
      /command.*spc record web[\s\S]*12:00:01\.000 the disk is full/,
    );
  });
});

describe('the mouse', () => {
  const at = (session: Session, text: string) => {
    const y = session.screen.findIndex((line) => line.includes(text));
    return { x: 10, y };
  };

  it('takes a pane and a row; a second click all panes to its time', () => {
    const session = two();
    session.tell({ kind: 'mouse', what: 'press', ...at(session, 'log row 195') });
    expect(session.session.focus).toBe('log');
    expect(session.cursorLines().join()).toContain('log row 195');
    session.tell({ kind: 'mouse', what: 'double', ...at(session, 'log row 195') });
    expect(session.cursorLines().join()).toContain('strace row 195');
  });

  it('scrolls the pane it is over, and to the end it follows', () => {
    const session = two();
    const place = at(session, 'log row 199');
    session.tell({ kind: 'mouse', what: 'wheel-up', ...place });
    expect(session.screen.join()).not.toContain('log row 199');
    expect(session.screen.join()).toContain('strace row 199');
    session.tell({ kind: 'mouse', what: 'wheel-down', ...place });
    expect(session.screen.join()).toContain('log row 199');
    expect(session.session.panes['log']?.top).toBeNull();
  });
});

/** The bar on the left is bold: a rule between panes is not. */
const isMarked = (line: string) => line.startsWith('\x1b[1m▌') || line.startsWith('\x1b[1m│');

describe('a selection', () => {
  it('goes from its mark to the cursor', () => {
    const session = two().press('k', 'V', 'k', 'k');
    const selected = session.screen.filter((line) => isMarked(line));
    expect(selected.join('\n')).toMatch(/row 196[\s\S]*row 197[\s\S]*row 198/);
    expect(selected).toHaveLength(3);
    expect(session.press('Esc').screen.filter((line) => isMarked(line))).toHaveLength(1);
  });
});
