/** A timing of system calls: its table, the histogram of a call, and what is asked of its process. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { TimingSnapshot } from '../../../../src/core/wire/timing.ts';
import type { State } from '../../../../src/ui/tui/state.ts';
import { histogramLines } from '../../../../src/ui/tui/views/syscalls/histogram.ts';
import { frame, LOOK, pressed, start, told } from '../world.ts';

const COLUMNS = [
  ['syscall', 'SYSCALL', false],
  ['count', 'COUNT', true],
  ['errors', 'ERRORS', true],
  ['total', 'TOTAL', true],
  ['max', 'MAX', true],
] as const;

const timing = (names: readonly string[], more: Partial<TimingSnapshot> = {}): TimingSnapshot => ({
  at: 65e9,
  state: 'running',
  end: '',
  tracer: 'bpftrace v0.17.0 (host)',
  cost: '1-2 µs a call',
  table: {
    columns: COLUMNS.map(([key, header, right]) => ({
      key,
      header,
      right,
      about: '',
      whole: key === 'syscall',
      spare: false,
    })),
    rows: names.map((name, at) => ({
      id: name,
      cells: [name, `${100 - at}`, '0', '1.00s', '2.00ms'],
      target: '',
      mark: '',
      engine: '',
    })),
    gaps: [],
  },
  sort: '-total',
  call: '',
  calls: [10, 20, 1500],
  mean: [1000, 2000, 3000],
  histogram: [
    { from: 512, count: 10 },
    { from: 2048, count: 30 },
  ],
  lost: 0,
  notes: [],
  ...more,
});

const NAMES = ['read', 'write', 'futex', ...Array.from({ length: 60 }, (_, at) => `call_${at}`)];

function timed(snapshot = timing(NAMES), [columns, rows]: readonly [number, number] = [160, 48]): State {
  const opened = told(
    start(columns, rows),
    { kind: 'opening', what: 'timing', argv: ['syscalls', 'web'], id: 1 },
    { kind: 'timed', id: 1, title: 'system calls of web' },
  ).state;
  return told(opened, { kind: 'timing', id: 1, timing: snapshot }).state;
}

const text = (state: State) => frame(state).map(stripVTControlCharacters).join('\n');
const selected = (state: State) => state.timings[0]?.selected;

describe('a timing', () => {
  it('shows its table, what it costs, how it goes on, and how long calls took', () => {
    const shown = text(timed());
    expect(shown).toMatch(/spc syscalls web 0:01:05/);
    expect(shown).toMatch(/bpftrace v0.17.0 \(host\) cost: 1-2 µs a call/);
    expect(shown).toMatch(/calls 1.5k\/s +mean time 3,000 ns/);
    expect(shown).toMatch(/SYSCALL +COUNT +ERRORS +▼TOTAL +MAX/);
    expect(shown).toMatch(/read +100 +0 +1.00s +2.00ms/);
    expect(shown).toMatch(/how long calls took/);
    expect(shown).toMatch(/512ns - {2}1.0µs {2}█+▋ +10 {2}25%/);
  });

  it.each([
    [40, 8],
    [80, 24],
    [160, 48],
  ] as const)('is just as large as a screen of %i × %i', (columns, rows) => {
    const state = timed(timing([...NAMES, 'x'.repeat(500)], { notes: ['x'.repeat(500), 'y'] }), [columns, rows]);
    for (const keys of [[], ['j', 'Enter'], ['G'], ['p']]) {
      const lines = frame(pressed(state, ...keys).state);
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it.each([40, 44, 50, 60])('at %i columns every number is whole, or its column is left out', (columns) => {
    const lines = frame(timed(timing(['clock_nanosleep', 'epoll_pwait']), [columns, 24])).map(stripVTControlCharacters);
    const at = lines.findIndex((line) => line.includes('SYSCALL'));
    for (const line of lines.slice(at, at + 3)) expect(line).not.toContain('…');
    expect(lines[at + 1]).toMatch(/clock_nanosleep +100/);
  });

  it('asks for the histogram of the call the cursor is on, once', () => {
    const first = pressed(timed(), 'j');
    expect(selected(first.state)).toBe('read');
    expect(first.effects).toEqual([{ do: 'watch', id: 1 }]);
    expect(first.state.timings[0]?.asked).toEqual({ call: 'read', sort: '' });
    expect(told(first.state, { kind: 'timing', id: 1, timing: timing(NAMES) }).effects).toEqual([]);
    expect(selected(pressed(first.state, 'j').state)).toBe('write');
    expect(selected(pressed(first.state, 'G').state)).toBe('call_59');
    expect(text(pressed(first.state, 'G').state)).toContain('call_59');
    expect(selected(pressed(first.state, 'j', 'a').state)).toBe('');
  });

  it('keeps the cursor on its call when the order changes', () => {
    const state = pressed(timed(), 'j', 'j').state;
    const turned = told(state, { kind: 'timing', id: 1, timing: timing(NAMES.toReversed()) }).state;
    expect(selected(turned)).toBe('write');
    expect(text(turned)).toMatch(/write +\d+/);
  });

  it('is sorted by another column, or the other way round', () => {
    const asked = (...keys: string[]) => pressed(timed(), ...keys).state.timings[0]?.asked.sort;
    expect(asked('>')).toBe('-max');
    expect(asked('<')).toBe('-errors');
    expect(asked('>', '>')).toBe('syscall');
    expect(asked('R')).toBe('total');
    expect(asked('>', 'R')).toBe('max');
  });

  it('Enter shows the histogram alone, with the figures of its call; Esc goes back', () => {
    const large = pressed(timed(), 'j', 'j', 'Enter').state;
    expect(text(large)).toMatch(/write +99/);
    expect(text(large)).not.toMatch(/futex/);
    const back = pressed(large, 'Esc').state;
    expect(text(back)).toMatch(/futex/);
    expect(selected(pressed(back, 'Esc').state)).toBe('');
    expect(pressed(back, 'Esc', 'Esc').state.view).toBe('containers');
  });

  it('tells what was lost, and how it ended', () => {
    const shown = text(
      timed(timing(NAMES, { lost: 1234, state: 'ended', end: 'the target has ended', notes: ['LOST: 1,234 calls'] })),
    );
    expect(shown).toMatch(/ended .*the target has ended .* LOST 1,234/);
    expect(shown).toContain('LOST: 1,234 calls');
  });

  it('is stopped, and closed: asked for where it runs', () => {
    expect(pressed(timed(), 'S').effects).toEqual([{ do: 'stop', id: 1 }]);
    expect(pressed(timed(), 'C-c').effects).toEqual([{ do: 'stop', id: 1 }]);
    expect(pressed(timed(), 'x').effects).toEqual([]);
    expect(pressed(timed(), 'x', 'y').effects).toEqual([{ do: 'close', id: 1 }]);
    expect(pressed(timed(timing(NAMES, { state: 'ended' })), 'x').effects).toEqual([{ do: 'close', id: 1 }]);
    expect(told(timed(), { kind: 'closed', id: 1 }).state).toMatchObject({ timings: [], view: 'containers' });
  });

  it('tells the command that does the same', () =>
    expect(text(pressed(timed(), 'e').state)).toContain('spc syscalls web'));

  it('tells why it could not begin', () => {
    const failed = told(timed(), {
      kind: 'open-failed',
      id: 1,
      error: { code: 'usage', what: 'no bpftrace', why: 'not there', hint: '' },
    });
    expect(text(failed.state)).toMatch(/FAILED[\s\S]*no bpftrace[\s\S]*not there[\s\S]*x closes/);
  });

  it('a click takes a call, a second one shows its histogram', () => {
    const state = timed();
    const y = frame(state).findIndex((line) => line.includes('futex'));
    const clicked = told(state, { kind: 'mouse', what: 'press', x: 3, y }).state;
    expect(selected(clicked)).toBe('futex');
    expect(told(clicked, { kind: 'mouse', what: 'double', x: 3, y }).state.timings[0]?.large).toBe(true);
    expect(selected(told(state, { kind: 'mouse', what: 'press', x: 150, y }).state)).toBe('');
  });
});

describe('a histogram', () => {
  const lines = (histogram: TimingSnapshot['histogram'], width = 60, height = 20, unicode = true) =>
    histogramLines('x', histogram, { width, height }, { ...LOOK, unicode }).map(stripVTControlCharacters);

  it('has a line for each power of two between the shortest and the longest', () => {
    const shown = lines([
      { from: 0, count: 1 },
      { from: 1, count: 2 },
      { from: 8, count: 4 },
    ]);
    expect(shown.map((line) => line.slice(1, 16).trim())).toEqual(
      ['', '0ns -    1ns', '1ns -    2ns', '2ns -    4ns', '4ns -    8ns', '8ns -   16ns'].map((label, at) =>
        at === 0 ? 'x' : label,
      ),
    );
    expect(shown.at(-1)).toContain('4  57%');
  });

  it('is of nothing, of one, and in too little room', () => {
    expect(lines([]).join()).toContain('no call was measured yet');
    expect(lines([{ from: 1024, count: 1 }])).toHaveLength(2);
    expect(
      lines(
        [
          { from: 1, count: 1 },
          { from: 2 ** 40, count: 9 },
        ],
        60,
        5,
      ),
    ).toHaveLength(5);
    expect(
      lines(
        [
          { from: 1, count: 1 },
          { from: 2 ** 40, count: 9 },
        ],
        60,
        5,
      ).at(-1),
    ).toContain('1100s');
    expect(lines([{ from: 1, count: 1 }], 10, 0)).toEqual([]);
  });

  it('is drawn in ASCII', () =>
    expect(lines([{ from: 1, count: 1 }], 60, 9, false).join('')).toMatch(/^[\x20-\x7e]*$/));
});
