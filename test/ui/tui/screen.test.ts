/** The whole screen, drawn. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { frame, pressed, row, start, told, withContainers } from './world.ts';

const ROWS = ['web', '漢字漢字漢字', '-rf', 'x'.repeat(300)].map((name) => row(name));
const ESC = '\x1b';
const SGR = new RegExp(`${ESC}\\[[\\d;]*m`, 'g');
const CONTROLS = /[[\p{Cc}\p{Cf}]--\n]/v;
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202eabc\r\n\x00\x1b]8;;http://x\x07';

const sizes = [
  [40, 8],
  [80, 24],
  [120, 30],
  [200, 50],
] as const;

describe('the screen', () => {
  describe.each(sizes)('%i × %i', (columns, rows) => {
    const state = withContainers(start(columns, rows), ROWS, ['x'.repeat(500)]);
    const states = {
      table: state,
      menu: pressed(state, 'Enter').state,
      help: pressed(state, '?').state,
      prompt: pressed(state, ':', ...'x'.repeat(300)).state,
      page: pressed(state, 'i').state,
      question: told(state, { kind: 'opening', what: 'session', argv: ['strace', 'x'.repeat(300)], id: 1 }).state,
    };

    it.each(Object.entries({ ...states, question: pressed(states.question, '1', 'q').state }))(
      '%s: is just as large',
      (_, each) => {
        const lines = frame(each);
        expect(lines).toHaveLength(rows);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      },
    );
  });

  it.each([
    [1, 1],
    [20, 5],
    [39, 30],
    [100, 7],
  ])('%i × %i is too small, and says so; enlarged it is as before', (columns, rows) => {
    const small = told(withContainers(start(), ROWS), { kind: 'size', columns, rows }).state;
    expect(frame(small)[0]).toBe(
      columns < 27 ? `${'too small: 40x8 at '.slice(0, columns - 1)}…` : 'too small: 40x8 at least',
    );
    expect(frame(small).length).toBeLessThanOrEqual(rows);
    expect(frame(told(small, { kind: 'size', columns: 80, rows: 24 }).state)).toEqual(
      frame(withContainers(start(), ROWS)),
    );
  });

  it('all tabs have room on 80 columns, and a click shows theirs', () => {
    const state = withContainers(start(), ROWS);
    const [tabs = ''] = frame(state);
    expect(tabs).toMatch(/1 Containers .* 8 Calls/);
    const click = (x: number) => told(state, { kind: 'mouse', what: 'press', x, y: 0 }).state.view;
    expect(click(tabs.indexOf('3 NS'))).toBe('namespaces');
    expect(click(tabs.indexOf('6 Doc'))).toBe('doctor');
    expect(click(0)).toBe('containers');
  });

  it('Tab and S-Tab go round', () => {
    expect(pressed(start(), 'Tab').state.view).toBe('processes');
    expect(pressed(start(), 'S-Tab').state.view).toBe('syscalls');
  });

  it('shows the command that shows the same, and y copies it', () => {
    const state = withContainers(start(), ROWS);
    expect(frame(state)[22]).toContain('$ spc ps --containers');
    expect(pressed(state, '2', 'a', 'y').effects.at(-1)).toEqual({ do: 'copy', text: 'spc ps --all' });
    expect(pressed(state, '<', 'y').effects.at(-1)).toEqual({ do: 'copy', text: 'spc ps --containers --sort=image' });
  });

  it('nothing hostile is drawn as it is', () => {
    const state = withContainers(start(120, 30), [row(HOSTILE, { cells: Array(5).fill(HOSTILE) })], [HOSTILE]);
    const message = told(state, { kind: 'told', text: HOSTILE, style: 'error' }).state;
    const listFailed = told(state, {
      kind: 'list-failed',
      request: state.tables.containers.request,
      error: { code: HOSTILE, what: HOSTILE, why: HOSTILE, hint: HOSTILE },
    }).state;
    const menu = {
      ...state,
      overlays: [
        {
          kind: 'menu' as const,
          title: HOSTILE,
          items: [{ key: 'a', text: HOSTILE, argv: [HOSTILE], effects: [] }],
          selected: 1,
        },
      ],
    };
    const question = { ...state, overlays: [{ kind: 'confirm' as const, title: HOSTILE, lines: [HOSTILE], yes: [] }] };
    const prompt = pressed(state, ':').state;
    const pasted = told(prompt, { kind: 'text', text: HOSTILE }).state;
    for (const each of [
      state,
      message,
      listFailed,
      menu,
      question,
      pasted,
      pressed(pasted, 'Left', 'Left', 'Left').state,
    ])
      expect(frame(each).join('\n').replaceAll(SGR, '')).not.toMatch(CONTROLS);
  });
});
