/** A session drawn: at every size, with any number of panes, whatever they hold. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { chartDrawer, whenLoaded } from '../../../../src/ui/tui/charts/canvas.ts';
import { numbered, type Panes, rowsOf, Session } from './world.ts';

const WIDE = '漢字'.repeat(120);
const LONG = 'x'.repeat(5000);
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202eabc\r\n\x00\x1b]8;;http://x\x07';

const panesOf = (count: number, texts: string[] = [...numbered('strace', 40), WIDE, LONG]): Panes =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`pane${at}`, { rows: rowsOf(texts) }]));

const sizes = [
  [40, 8],
  [80, 24],
  [160, 48],
  [200, 60],
] as const;

await new Promise<void>((resolve) => whenLoaded(resolve));

describe('a session', () => {
  describe.each(sizes)('%i × %i', (columns, rows) => {
    it.each([0, 1, 4, 9])('with %i panes is just as large', (count) => {
      const session = new Session(panesOf(count), [columns, rows], { notes: [{ at: 1, text: LONG, style: 'red' }] });
      for (const keys of [[], ['v'], ['w', 'p', 'g', 'g'], ['z', 't', 'Tab', 'c', 'V', 'k']]) {
        const { screen } = session.press(...keys);
        expect(screen).toHaveLength(rows);
        for (const line of screen) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }
    });
  });

  it('shows the pane that has the keys, where not all have room', () => {
    const session = new Session(panesOf(9), [40, 8]);
    for (let at = 0; at < 9; at++) {
      expect(session.screen.join('\n')).toContain(` pane${at} `);
      session.press('Tab');
    }
    expect(session.press('S-Tab').screen.join('\n')).toContain(' pane8 ');
  });

  it.each(sizes)('%i × %i: what was lost is always in sight', (columns, rows) => {
    const session = new Session({ strace: { rows: [], more: { lost: 1234, lostMore: true } } }, [columns, rows]);
    expect(session.press('f').type('x'.repeat(60)).press('Enter').screen.join('\n')).toContain('LOST 1,234+');
  });

  it('tells what each tracer costs, in a line of its own or in the title', () => {
    const session = (rows: number) =>
      new Session(panesOf(2), [100, rows]).screen.filter((line) => line.includes('some percent'));
    expect(session(40)).toHaveLength(2);
    expect(session(14)).toHaveLength(2);
  });

  it('panes stand beside each other, or alone', () => {
    const session = new Session(panesOf(2), [100, 30]).press('p');
    const titles = () => session.plain.filter((line) => /[━─] pane\d/.test(line));
    expect(titles()).toHaveLength(2);
    session.press('v');
    expect(titles()).toHaveLength(1);
    session.press('z');
    expect(titles().join()).not.toContain('pane1 ');
    expect(session.screen.join('\n')).toContain('pane0 alone, 1 hidden');
    expect(session.press('Esc').screen.join('\n')).toContain('pane1 ');
  });

  it('has a chart of each tracer, and of what was lost', () => {
    const panes = panesOf(2);
    const charts = (session: Session) => session.screen.filter((line) => /[\u2801-\u28ff]/.test(line)).length;
    const session = new Session(panes, [160, 48]);
    expect(chartDrawer()).toBeDefined();
    expect(charts(session)).toBeGreaterThan(4);
    expect(session.plain.join('\n')).toMatch(/events 40\/s .*pane0 calls 20\/s .*pane1 calls 20\/s/);
    expect(charts(session.press('p'))).toBe(0);
    const lossy = new Session({ ...panes, tcpdump: { rows: [], more: { lost: 5, losses: [0, 5, 0] } } }, [160, 48]);
    expect(lossy.plain.join('\n')).toContain(' lost 5/s');
  });

  it('has no charts before the first event', () => {
    const nothing = (total: number) => ({ rows: [], more: { total, rates: [0, 0, 0] } });
    const text = (total: number) => new Session({ strace: nothing(total) }, [160, 48]).plain.join('\n');
    expect(text(0)).not.toMatch(/^ calls 0\/s/m);
    expect(text(1)).toMatch(/^ calls 0\/s/m);
  });

  it('counts rows in words, and without a hole before the bars of the last seconds', () => {
    const text = new Session({ strace: { rows: rowsOf(['only']) } }, [80, 14]).plain.join('\n');
    expect(text).toContain(' 1 row ');
    expect(text).toContain(' 20 calls/s ▁█ ');
  });

  // panes that stand beside each other need not be of one width
  it.each([80, 81, 113, 114, 119, 120, 121])('at %i columns all panes show their times alike', (columns) => {
    const session = new Session(panesOf(2), [columns, 30]).press('p', 'v');
    const line = session.plain.find((each) => each.includes('strace row 39')) ?? '';
    expect(line.match(/\d\d:\d\d:\d\d(\.\d+)?/g)).toHaveLength(2);
    const [one, other] = line.split('│').map((part) => part.indexOf('strace'));
    expect(one).toBe(other);
  });

  it('draws nothing beyond ASCII where that cannot be shown', () => {
    const session = new Session(
      { a: { rows: rowsOf(numbered('a', 50)) }, b: { rows: [], more: { status: 'failed', reason: 'no strace' } } },
      [120, 40],
    );
    session.state = { ...session.state, look: { ...session.state.look, unicode: false } };
    for (const keys of [[], ['k', 'V', 'k'], ['Tab', 'Space']]) {
      const view = session
        .press(...keys)
        .screen.slice(1, -2)
        .map(stripVTControlCharacters)
        .join('\n');
      expect(view).toMatch(/^[\n\x20-\x7e]*$/);
    }
    expect(session.screen.join('\n')).toContain('FAILED: no strace');
  });

  it('nothing hostile is drawn as it is', () => {
    const more = { title: HOSTILE, cost: HOSTILE, reason: HOSTILE, status: 'failed' as const, badFilter: HOSTILE };
    const session = new Session(
      { strace: { rows: rowsOf([HOSTILE, HOSTILE]) }, [HOSTILE]: { rows: rowsOf([HOSTILE]), more } },
      [160, 48],
      { directory: HOSTILE, end: HOSTILE, notes: [{ at: 1, text: HOSTILE, style: 'red' }] },
    );
    session.tell({ kind: 'progress', id: 1, text: HOSTILE });
    for (const keys of [[], ['w'], ['c'], ['Right'], ['i']]) {
      const text = session.press(...keys).screen.join('\n');
      // the colours are ours
      expect(stripVTControlCharacters(text).replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
      expect(text).not.toContain('\x1b[31m');
    }
  });

  it('a pane that cannot be drawn tells so, and the others go on', () => {
    const session = new Session(panesOf(2), [100, 30]);
    const broken = session.session.snapshot?.panes[0];
    Object.defineProperty(broken, 'status', {
      get: () => {
        throw new TypeError('no such thing');
      },
    });
    const text = session.screen.join('\n');
    expect(text).toContain('TypeError: no such thing');
    expect(text).toContain('pane1');
  });

  it.each(sizes)(
    '%i × %i: when its process has gone, that is told beside what was seen, which can be replayed',
    (columns, rows) => {
      const session = new Session(panesOf(2), [columns, rows]).press('p');
      expect(session.plain.join('\n')).not.toContain('cut off');
      const error = { code: 'gone', what: 'the helper has ended', why: 'SIGKILL ended it', hint: 'r' };
      session.tell({ kind: 'open-failed', id: 1, error });
      const text = session.plain.join('\n');
      expect(session.plain).toHaveLength(rows);
      expect(text).toContain('FAILED: cut off');
      expect(text).not.toContain('●');
      if (rows < 24) return;
      expect(text).toMatch(
        /the helper has ended *\n SIGKILL ended it *\n what was recorded: spc replay \/var\/lib\/spc/,
      );
      // nothing of the panes is pushed out of sight
      expect(text).toContain(' 42 rows ');
      expect(session.plain.at(-3)).toContain('xxx');
    },
  );

  it('a warning does not make way for notes that are none', () => {
    const plain = ['one', 'two', 'three'].map((text, at) => ({ at: at + 2, text, style: '' as const }));
    const notes = [{ at: 1, text: 'the disk is full', style: 'yellow' as const }, ...plain];
    const text = new Session(panesOf(1), [100, 40], { notes }).plain.join('\n');
    expect(text).toMatch(/the disk is full *\n.* three/);
    expect(text).not.toMatch(/ (one|two) /);
  });

  it('tells why it could not begin', () => {
    const session = new Session({});
    session.tell({
      kind: 'open-failed',
      id: 1,
      error: { code: 'usage', what: 'no such container', why: 'web', hint: 'spc ps' },
    });
    expect(session.screen.join('\n')).toMatch(/FAILED[\s\S]*no such container[\s\S]*web[\s\S]*spc ps; x closes/);
  });
});
