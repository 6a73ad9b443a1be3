/** What stands before a view, and what is typed. */
import { describe, expect, it } from 'vitest';
import { frame, pressed, row, start, told, withContainers } from './world.ts';

const web = () => withContainers(start(), [row('web')]);
const typed = (text: string) => pressed(web(), ':', ...[...text].map((char) => (char === ' ' ? 'Space' : char)));
const run = (text: string) => pressed(typed(text).state, 'Enter');

describe('a command', () => {
  it.each([
    ['ps --containers', ['ps', '--containers']],
    ['spc  ps', ['ps']],
    [`stap web -e 'probe begin { print("a b") }'`, ['stap', 'web', '-e', 'probe begin { print("a b") }']],
    ['run $HOME `x` a;b | c', ['run', '$HOME', '`x`', 'a;b', '|', 'c']],
    [`strace ''`, ['strace', '']],
  ])('%s is split as a shell would, and nothing expanded', (text, argv) =>
    expect(run(text).effects).toEqual([{ do: 'command', argv }]),
  );

  it('with a quote that is not closed stays to be mended', () => {
    const { state, effects } = run("stap -e 'x");
    expect(effects).toEqual([]);
    expect(state.overlays).toMatchObject([{ kind: 'prompt', text: "stap -e 'x" }]);
    expect(pressed(state, "'", 'Enter').effects).toEqual([{ do: 'command', argv: ['stap', '-e', 'x'] }]);
  });

  it('an empty one does nothing', () => expect(run(' spc ')).toMatchObject({ effects: [], state: { overlays: [] } }));

  it('is there again', () => {
    const state = pressed(run('ps').state, ':', 'n', 's', 'Enter').state;
    const text = (...keys: string[]) => {
      const top = pressed(state, ':', ...keys).state.overlays.at(-1);
      return top?.kind === 'prompt' && top.text;
    };
    expect([
      text('Up'),
      text('Up', 'Up'),
      text('Up', 'Up', 'Up'),
      text('Up', 'Up', 'Down'),
      text('Up', 'Down'),
    ]).toEqual(['ns', 'ps', 'ps', 'ns', '']);
  });

  it('takes a paste as text', () => {
    const { state, effects } = told(typed('').state, { kind: 'text', text: 'strace web\rq\n' });
    expect(effects).toEqual([]);
    expect(pressed(state, 'Enter').effects).toEqual([{ do: 'command', argv: ['strace', 'web', 'q'] }]);
  });
});

describe('a paste', () => {
  it('is no keys', () => {
    const { state, effects } = told(web(), { kind: 'text', text: 's\rq' });
    expect(effects).toEqual([]);
    expect(state).toMatchObject({ view: 'containers', overlays: [], message: { style: 'info' } });
  });

  it.each([['Enter'], ['?'], ['i']])('nor behind %s', (key) => {
    const { state } = pressed(web(), key);
    expect(told(state, { kind: 'text', text: 'sdx\ry' })).toEqual({ state, effects: [] });
  });
});

describe('quitting', () => {
  const opened = () => told(web(), { kind: 'opening', what: 'session', argv: ['strace', 'web'], id: 3 }).state;

  it('at once when nothing runs', () => {
    expect(pressed(web(), 'q').effects).toEqual([{ do: 'quit' }]);
    expect(pressed(web(), 'C-c').effects).toEqual([{ do: 'quit' }]);
  });

  it('asks when something does', () => {
    const asked = pressed(opened(), '1', 'q');
    expect(asked.effects.filter((effect) => effect.do === 'quit')).toEqual([]);
    expect(frame(asked.state).join('\n')).toMatch(/Quit, and stop what runs\?[\s\S]*spc strace web/);
    expect(pressed(asked.state, 'n').effects).toEqual([]);
    expect(pressed(asked.state, 'y').effects).toEqual([{ do: 'quit' }]);
  });

  it('^C leaves a question, a prompt, a page first', () => {
    for (const key of ['Enter', ':', '?', 'i']) expect(pressed(web(), key, 'C-c').state.overlays).toEqual([]);
  });
});

describe('the help', () => {
  it('has the keys of the view first, and scrolls to all others', () => {
    const help = pressed(web(), '?').state;
    expect(frame(help)[2]).toContain('Containers');
    expect(frame(pressed(help, 'G').state).join('\n')).toContain('any other key is no');
    expect(pressed(help, 'G', 'gg', 'Esc').state.overlays).toEqual([]);
    expect(pressed(help, 'F1', '?', 'Esc').state.overlays.length).toBeLessThanOrEqual(2);
  });
});

describe('pages', () => {
  const sections = [{ title: 'ONE', items: Array.from({ length: 60 }, (_, n) => ({ label: `l${n}`, text: `t${n}` })) }];

  it('what works here is read once, again with r, and scrolls', () => {
    const { state, effects } = pressed(web(), '6');
    expect(effects).toEqual([{ do: 'page', request: { page: 'doctor', target: '' } }]);
    expect(told(state, { kind: 'tick' }).effects).toEqual([]);
    const read = told(state, { kind: 'paged', request: state.doctor.request, answer: { sections, run: null } }).state;
    expect(told(read, { kind: 'tick' }).effects).toEqual([]);
    expect(frame(pressed(read, 'G').state).join('\n')).toContain('t59');
    expect(frame(pressed(read, 'PgDn', 'k').state)[2]).toMatch(/l18 /);
    expect(pressed(read, 'r').effects).toHaveLength(1);
  });

  it('a failure is shown, and r tries again', () => {
    const { state } = pressed(web(), 'i');
    const top = state.overlays[0];
    const request = top?.kind === 'page' ? top.page.request : state.doctor.request;
    const failed = told(state, {
      kind: 'page-failed',
      request,
      error: { code: 'x', what: 'it is gone', why: '', hint: '' },
    }).state;
    expect(frame(failed).join('\n')).toContain('it is gone');
    expect(pressed(failed, 'r').effects).toEqual([{ do: 'page', request }]);
  });

  it('an answer that comes too late changes nothing', () => {
    const { state } = pressed(web(), 'i', 'Esc');
    const late = {
      kind: 'paged',
      request: { page: 'inspect', target: 'web' },
      answer: { sections, run: null },
    } as const;
    expect(told(state, late).state.overlays).toEqual([]);
  });
});
