/** Tables that are browsed: a state, messages, the next state. */
import { describe, expect, it } from 'vitest';
import { answerOf, frame, listed, pressed, row, start, told, withContainers } from '../world.ts';

const NAMES = ['web', 'db', 'cache', 'shop'];
const many = Array.from({ length: 100 }, (_, n) => row(`c${n}`));
const shop = () =>
  withContainers(
    start(),
    NAMES.map((name) => row(name)),
  );
const table = ({ tables }: ReturnType<typeof start>) => tables.containers;

describe('the cursor', () => {
  it('moves, and stays within', () => {
    expect(table(pressed(shop(), 'j', 'Down').state).selected).toBe('id of cache');
    expect(table(pressed(shop(), 'k').state).cursor).toBe(0);
    expect(table(pressed(shop(), 'G', 'j').state).cursor).toBe(3);
    expect(table(pressed(shop(), 'G', 'g', 'g').state).cursor).toBe(0);
  });

  it('a screen holds so many rows, and they scroll', () => {
    const state = pressed(withContainers(start(), many), 'PgDn', 'PgDn').state;
    expect(table(state).cursor).toBe(38);
    expect(frame(state)[2 + 19]).toContain('c38');
    expect(table(pressed(state, 'k').state).top).toBe(table(state).top);
  });

  it('stays with its row when others come and go', () => {
    const state = pressed(shop(), 'j').state;
    const next = told(
      state,
      listed(state, 'containers', answerOf([row('new'), ...NAMES.map((name) => row(name))])),
    ).state;
    expect(table(next)).toMatchObject({ selected: 'id of db', cursor: 2 });
  });

  it('stays where it was when its row has gone', () => {
    const state = pressed(shop(), 'j').state;
    const next = told(
      state,
      listed(state, 'containers', answerOf(['web', 'cache', 'shop'].map((name) => row(name)))),
    ).state;
    expect(table(next)).toMatchObject({ selected: 'id of cache', cursor: 1 });
  });

  it('follows the mouse: a click, the wheel, a double click asks', () => {
    const click = { kind: 'mouse', what: 'press', x: 5, y: 5 } as const;
    expect(table(told(shop(), click).state).selected).toBe('id of cache');
    expect(table(told(shop(), { ...click, what: 'wheel-down' }).state).cursor).toBe(3);
    expect(told(shop(), { ...click, what: 'double' }).state.overlays).toMatchObject([{ kind: 'menu', title: 'cache' }]);
    expect(told(shop(), { ...click, y: 20 }).state.tables).toEqual(shop().tables);
  });
});

describe('the filter', () => {
  const typed = (text: string) => pressed(shop(), '/', ...text);

  it('counts while it is typed, in any case and any column', () => {
    expect(frame(typed('SHO').state).join('\n')).toMatch(/1 of 4 containers {2}with SHO[\s\S]*shop/);
    expect(frame(typed('localhost').state)[1]).toContain('4 of 4');
  });

  it('! is without', () => expect(frame(typed('!b').state)[1]).toContain('2 of 4'));

  it('the cursor stays with its row', () => {
    const state = pressed(pressed(shop(), 'G').state, '/', 'h').state;
    expect(table(state).selected).toBe('id of shop');
    expect(table(pressed(state, 'Backspace', 'Enter').state)).toMatchObject({ selected: 'id of shop', cursor: 3 });
  });

  it('Enter keeps it, Esc in the prompt or later clears it', () => {
    expect(table(pressed(typed('b').state, 'Enter').state).filter).toBe('b');
    expect(table(pressed(typed('b').state, 'Esc').state).filter).toBe('');
    expect(table(pressed(typed('b').state, 'Enter', 'Esc').state).filter).toBe('');
  });

  it('says when nothing has it', () => expect(frame(typed('zzz').state)[3]).toContain("nothing has 'zzz'"));
});

describe('sorting', () => {
  const sorts = (...keys: string[]) => {
    const { state, effects } = pressed(shop(), ...keys);
    return { sort: table(state).request.sort, effects, state };
  };

  it('goes from column to column; numbers begin with the largest', () => {
    expect(sorts('>').sort).toBe('name');
    expect(sorts('>', '>', '>').sort).toBe('-pid');
    expect(sorts('<').sort).toBe('image');
    expect(sorts('>', '<').sort).toBeUndefined();
    expect(sorts('<', '>').sort).toBeUndefined();
  });

  it('R is the other way round', () => {
    expect(sorts('>', 'R').sort).toBe('-name');
    expect(sorts('<', '<', 'R').sort).toBe('cpu');
  });

  it('asks at once, and marks the heading', () => {
    const { state, effects } = sorts('<', '<');
    expect(effects.at(-1)).toEqual({ do: 'list', list: 'containers' });
    expect(frame(state)[2]).toContain('▼CPU%');
    expect(frame(sorts('>').state)[2]).toContain('NAME▲');
  });

  it('a click on a heading does it, too', () => {
    const click = { kind: 'mouse', what: 'press', x: 2, y: 2 } as const;
    expect(table(told(shop(), click).state).request.sort).toBe('name');
    expect(table(told(shop(), click, click).state).request.sort).toBe('-name');
  });

  it('ends a tree, which has its own order', () => {
    const state = pressed(start(), '2', 't').state;
    const shown = told(state, listed(state, 'processes', answerOf([row('pid:1')]))).state;
    expect(pressed(shown, '>').state.tables.processes.request).toEqual({ list: 'processes', sort: 'name' });
  });
});

describe('reading', () => {
  it('asks for what is in sight, once until there is an answer', () => {
    const { state, effects } = told(start(), { kind: 'tick' }, { kind: 'tick' });
    expect(effects).toEqual([{ do: 'list', list: 'containers' }]);
    expect(pressed(state, '2').effects).toEqual([{ do: 'list', list: 'processes' }]);
  });

  it('what takes long is read less often', () => {
    const read = (took: number) => {
      const asked = told(start(), { kind: 'tick' }).state;
      const state = told(asked, listed(asked, 'containers', answerOf([]), took)).state;
      let ticks = 0;
      for (let now = state; ticks < 10; ticks++) {
        const step = told(now, { kind: 'tick' });
        if (step.effects.length > 0) break;
        now = step.state;
      }
      return ticks;
    };
    expect([1, 40, 60, 150, 5000].map(read)).toEqual([0, 0, 1, 3, 4]);
  });

  it('what was asked for before is not taken for what is wanted now', () => {
    const old = told(start(), { kind: 'tick' }).state;
    const late = listed(old, 'containers', answerOf([row('old')]));
    const { state } = told(pressed(old, 'a').state, late);
    expect(table(state).answer).toBeNull();
  });

  it('a failure is shown in place, and the rows stay', () => {
    const state = shop();
    const error = { code: 'system', what: 'cannot read /proc', why: 'EIO', hint: '' };
    const failed = told(state, { kind: 'list-failed', request: state.tables.containers.request, error }).state;
    expect(frame(failed)[1]).toContain('cannot read /proc; EIO');
    expect(frame(failed)[3]).toContain('web');
  });

  it('what could not be read is told beside the count', () =>
    expect(frame(withContainers(start(), [row('web')], ['docker: permission denied', 'x']))[1]).toMatch(
      /1 container .*! docker: permission denied \(and 1 more\)/,
    ));

  it('not what a page hides', () => {
    const state = pressed(shop(), 'i').state;
    expect(told(state, { kind: 'tick' }).effects).toEqual([]);
  });
});

describe('down to what belongs to a row, and back', () => {
  it('shows its processes, and comes back to where it was', () => {
    const down = pressed(pressed(shop(), 'j').state, 'p');
    expect(down.state).toMatchObject({
      view: 'processes',
      tables: { processes: { request: { list: 'processes', target: 'db' } } },
    });
    expect(down.effects).toEqual([{ do: 'list', list: 'processes' }]);
    const up = pressed(down.state, 'Esc').state;
    expect(up).toMatchObject({ view: 'containers', tables: { containers: { selected: 'id of db' } } });
    expect(pressed(up, '2').state.tables.processes.request).toEqual({ list: 'processes' });
  });

  it('within the same view, and out again to the whole table', () => {
    const all = pressed(start(), '2').state;
    const read = told(all, listed(all, 'processes', answerOf([row('pid:1')]))).state;
    const of1 = pressed(read, 'p');
    expect(of1.effects).toEqual([{ do: 'list', list: 'processes' }]);
    const back = pressed(of1.state, 'Esc').state;
    expect(back).toMatchObject({
      view: 'processes',
      tables: { processes: { request: { list: 'processes' }, selected: 'id of pid:1' } },
    });
    expect(back.tables.processes.request.target).toBeUndefined();
  });
});
