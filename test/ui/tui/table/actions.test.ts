/** What can be done with a row: the same by key and by menu, and always a command line that means just that row. */
import { describe, expect, it } from 'vitest';
import { programFor } from '../../../../src/cli/index.ts';
import type { FoundContainer } from '../../../../src/core/containers/types.ts';
import { parseTarget } from '../../../../src/core/targets/parse.ts';
import { writtenTarget } from '../../../../src/core/targets/written.ts';
import type { ListName } from '../../../../src/core/wire/types.ts';
import type { UiMsg } from '../../../../src/ui/tui/msg.ts';
import type { Effect, State } from '../../../../src/ui/tui/state.ts';
import { ACTIONS, actionsOf } from '../../../../src/ui/tui/views/table/actions.ts';
import { answerOf, frame, listed, pressed, row, start, told, withContainers } from '../world.ts';

const commandsOf = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'command' ? [effect.argv.join(' ')] : []));

const on = (target: string) => withContainers(start(), [row(target)]);

/** A view with one row. */
function view(list: ListName, target: string, engine = ''): State {
  const number = { containers: '1', processes: '2', namespaces: '3', images: '4', sessions: '5' }[list];
  const state = pressed(told(start(), { kind: 'tick' }).state, number).state;
  return told(state, listed(state, list, answerOf([row(target, { engine })]))).state;
}

describe('keys', () => {
  it.each([
    ['s', 'strace web --record'],
    ['d', 'tcpdump web --record'],
    ['c', 'syscalls web'],
    ['l', 'record web --logs'],
    ['e', 'enter web'],
    ['E', 'enter --root target web'],
    ['w', 'record web --strace --tcpdump --logs'],
  ])('%s on a container: spc %s', (key, line) => expect(commandsOf(pressed(on('web'), key).effects)).toEqual([line]));

  it('without a row nothing happens', () =>
    expect(pressed(withContainers(start(), []), 's', 'Enter')).toMatchObject({ effects: [], state: { overlays: [] } }));

  it('i is a page about it', () => {
    const { state, effects } = pressed(on('web'), 'i');
    expect(effects).toEqual([{ do: 'page', request: { page: 'inspect', target: 'web' } }]);
    expect(frame(state)[22]).toContain('$ spc inspect web');
  });

  it('scripts are asked for, then which, then run', () => {
    const { state, effects } = pressed(on('web'), 'b');
    expect(effects).toEqual([{ do: 'examples', tracer: 'bpftrace', target: 'web' }]);
    const scripts = [
      { name: 'opens', about: 'files' },
      { name: 'execs', about: 'programs' },
    ];
    const asked = told(state, { kind: 'examples', tracer: 'bpftrace', target: 'web', scripts }).state;
    expect(commandsOf(pressed(asked, 'j', 'Enter').effects)).toEqual(['bpftrace web --example execs --record']);
    expect(commandsOf(pressed(asked, '1').effects)).toEqual(['bpftrace web --example opens --record']);
  });

  it('an image is shown with what its label grants before it runs', () => {
    const { state, effects } = pressed(view('images', 'rhel-tools', 'podman'), 'x');
    const request = { page: 'image' as const, target: 'rhel-tools', engine: 'podman' };
    expect(effects).toEqual([{ do: 'page', request }]);
    expect(commandsOf(pressed(state, 'Enter').effects)).toEqual([]); // not read yet
    const asked = effects[0]?.do === 'page' ? effects[0].request : request;
    const sections = [{ title: 'LABELS', items: [{ label: 'RUN', text: 'docker run IMAGE' }] }];
    const shown = told(state, { kind: 'paged', request: asked, answer: { sections, run: null } }).state;
    expect(frame(shown).join('\n')).toContain('docker run IMAGE');
    expect(commandsOf(pressed(shown, 'Enter').effects)).toEqual(['run --engine podman rhel-tools']);
    expect(commandsOf(pressed(shown, 'Esc', 'I', 'U').effects)).toEqual([
      'install --engine podman rhel-tools',
      'uninstall --engine podman rhel-tools',
    ]);
  });

  it('a recorded session is removed only after a question', () => {
    const { state, effects } = pressed(view('sessions', '2026-web'), 'D');
    expect(effects).toEqual([]);
    expect(frame(state).join('\n')).toMatch(/Remove this.*[\s\S]*spc session rm 2026-web/);
    expect(commandsOf(pressed(state, 'n').effects)).toEqual([]);
    expect(commandsOf(pressed(state, 'y').effects)).toEqual(['session rm 2026-web']);
    expect(told(state, { kind: 'text', text: 'y' }).effects).toEqual([]);
  });

  it('its export is a command line to be edited', () => {
    const { state } = pressed(view('sessions', '/a b/2026'), 'o');
    expect(frame(state)[22]).toContain("spc session export '/a b/2026' -o 2026.tar");
    expect(commandsOf(pressed(state, 'Enter').effects)).toEqual(['session export /a b/2026 -o 2026.tar']);
  });

  it('x ends the tracers on it, and is offered only where some run', () => {
    const state = on('web');
    const opening: UiMsg = { kind: 'opening', what: 'session', argv: ['strace', 'web', '--record'], id: 7 };
    const back = pressed(told(state, opening).state, '1').state;
    expect(actionsOf(state, 'containers', row('web')).map(({ intent }) => intent)).not.toContain('stop');
    expect(pressed(back, 'x').effects).toEqual([{ do: 'stop', id: 7 }]);
    expect(pressed(withContainers(back, [row('db')]), 'x').effects).toEqual([]);
  });
});

describe('the menu', () => {
  it.each(Object.keys(ACTIONS) as ListName[])('%s: each choice has a key, and does what the key does', (list) => {
    const state = view(list, 'thing');
    const menu = pressed(state, 'Enter').state;
    const [overlay] = menu.overlays;
    const items = overlay?.kind === 'menu' ? overlay.items : [];
    expect(items.length).toBeGreaterThan(3);
    for (const [at, { key }] of items.entries()) {
      expect(key).toMatch(/^\S$/);
      const chosen = pressed(menu, ...Array(at).fill('j'), 'Enter');
      expect(chosen).toEqual(pressed(menu, key));
      expect(chosen.effects).toEqual(pressed(state, key).effects);
      expect(chosen.state.view).toBe(pressed(state, key).state.view);
    }
  });

  it('shows the command of each, copies it, and lets it be edited', () => {
    const menu = pressed(on('web'), 'Enter', 'j').state;
    expect(frame(menu).join('\n')).toContain('s  strace: system calls');
    expect(frame(menu)[22]).toContain('$ spc strace web --record');
    expect(pressed(menu, 'y').effects).toEqual([{ do: 'copy', text: 'spc strace web --record' }]);
    const edited = pressed(menu, ':', 'Space', '-', 'f');
    expect(commandsOf(pressed(edited.state, 'Enter').effects)).toEqual(['strace web --record -f']);
  });

  it('a click chooses, one beside it closes', () => {
    const menu = pressed(on('web'), 'Enter').state;
    const y = frame(menu).findIndex((line) => line.includes('spc enter web'));
    const x = frame(menu)[y]?.indexOf('spc enter') ?? 0;
    expect(commandsOf(told(menu, { kind: 'mouse', what: 'press', x, y }).effects)).toEqual(['enter web']);
    expect(told(menu, { kind: 'mouse', what: 'press', x: 0, y }).state.overlays).toEqual([]);
  });
});

describe('hostile names', () => {
  const container = (name: string): FoundContainer =>
    ({
      name,
      engine: 'podman',
      group: '',
      id: 'f'.repeat(64),
      alsoKnownTo: [],
      owner: 0,
      pid: 42,
    }) as unknown as FoundContainer;
  const NAMES = [
    '-rf',
    '--help',
    'pid:1',
    'host',
    'ns:net:4026531840',
    'netns:x',
    'cgroup:/',
    'docker/web',
    'a b',
    "a';reboot;'",
    '$(reboot)',
    'x\x1b[2J',
    '..',
    'a\nb',
  ];

  it.each(NAMES)('a container %j is written so that it is never something else', (name) => {
    const one = container(name);
    const target = writtenTarget(one, [one]);
    expect(target).not.toMatch(/^-/);
    expect(parseTarget(target)).toMatchObject({ kind: 'container' });
  });

  it.each(NAMES)('no command line has %j where it could be an option', async (name) => {
    const one = container(name);
    const state = on(writtenTarget(one, [one]));
    for (const key of ['s', 'd', 'c', 'l', 'e', 'E', 'w']) {
      const [effect] = pressed(state, key).effects;
      const argv = effect?.do === 'command' ? effect.argv : [];
      expect(argv.length).toBeGreaterThan(1);
      const [command] = (await programFor(argv)).commands;
      const { operands } = command?.parseOptions(argv.slice(1)) ?? { operands: [] };
      expect(operands[0]).toBe(state.tables.containers.answer?.rows[0]?.target);
    }
  });

  it.each(['-rf', '--help', '', 'x\x1b[2J', 'a\u202eb'])(
    'a target %j, that is none, is never put on a command line',
    (target) => {
      for (const key of ['s', 'd', 'c', 'l', 'e', 'E', 'w', 'i', 'p', 'n', 'S', 'b', 'P']) {
        const { state, effects } = pressed(on(target), key);
        expect(effects).toEqual([]);
        expect(state.message?.style).toBe('error');
      }
    },
  );
});
