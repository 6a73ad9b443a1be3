/** The terminal UI around its views: tables, menus, commands, and every way out. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endContainers, startContainer } from './containers.ts';
import { onEngine, removeScratch, run, SPC, spc, until } from './spc.ts';
import { openTui, type Tui } from './tui.ts';

const web = startContainer('docker');
const spcLike = startContainer('docker', ['--privileged', '--net', 'host']);
afterAll(() => {
  endContainers();
  removeScratch();
});

let tui: Tui | undefined;
afterEach(() => {
  tui?.close();
  tui = undefined;
});

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** The UI's process, below the shell and env(1). */
const uiOf = ({ shell }: Tui) => until(() => childrenOf(shell)[0], 'the UI');

const familyOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

const isAlive = (pid: number) => spawnSync('kill', ['-0', `${pid}`]).status === 0;

/** Opens it, and goes to the row of the container. */
async function onWeb(env = '', columns = 120, rows = 30): Promise<Tui> {
  tui = await openTui(env, columns, rows);
  tui.keys('/');
  tui.text(web.name);
  await tui.shows(/1 of \d+ containers/);
  tui.keys('Enter');
  await tui.shows(new RegExp(`^ ${web.name}`, 'm'));
  return tui;
}

/** The shell is back on a terminal as it was. */
async function isRestored(ui: Tui, status: number): Promise<void> {
  await ui.shows(new RegExp(`ended with ${status}\\ncaller\\$\\s*$`));
  const { alternate_on, mouse_any_flag, cursor_flag } = ui.flags();
  expect({ alternate_on, mouse_any_flag, cursor_flag }).toEqual({
    alternate_on: '0',
    mouse_any_flag: '0',
    cursor_flag: '1',
  });
  ui.type('stty -a | tr \\; \\\\n; stty icanon < /dev/tty && cat');
  await ui.shows(/\bicrnl\b[\s\S]*\bisig icanon iexten echo\b/);
  ui.keys('C-c');
}

describe('views', () => {
  it('show containers, their processes, namespaces, images, sessions, and what works here', async () => {
    const ui = await onWeb();
    expect(ui.screen()).toMatch(new RegExp(`${web.name} +service +docker +running`));
    ui.keys('p');
    await ui.shows(new RegExp(`processes {2}of ${web.name}[\\s\\S]*${web.shell}`));
    expect(ui.screen()).toContain(`$ spc ps ${web.name}`);
    ui.keys('Escape');
    await ui.shows(/1 of \d+ containers/);
    ui.keys('n');
    await ui.shows(/namespaces {2}of .*[\s\S]*\bnet\b/);
    ui.keys('2', 't');
    await ui.shows(/\$ spc tree --all[\s\S]*/);
    await ui.shows(/[├└]/);
    ui.keys('4');
    await ui.shows(/localhost\/spc-bb/);
    ui.keys('5');
    await ui.shows(/recorded session|nothing was recorded/);
    ui.keys('6');
    await ui.shows(/strace/);
    ui.keys('1');
    await ui.shows(/1 of \d+ containers/);
  });

  it('a super-privileged container strikes the eye', async () => {
    tui = await openTui();
    tui.keys('/');
    tui.text(spcLike.name);
    await tui.shows(new RegExp(`${spcLike.name} +spc`));
  });

  it('a page tells of a container, and Esc goes back', async () => {
    const ui = await onWeb();
    ui.keys('i');
    await ui.shows(new RegExp(`${web.id.slice(0, 12)}`));
    ui.keys('Escape');
    await ui.shows(/1 of \d+ containers/);
  });

  it('the mouse selects, asks, and shows another view', async () => {
    tui = await openTui();
    const { mouse } = tui;
    const click = (x: number, y: number) => mouse(`\x1b[<0;${x};${y}M\x1b[<0;${x};${y}m`);
    click(24, 1);
    await tui.shows(/\d+ processes/);
    click(10, 5);
    click(10, 5);
    await tui.shows(/strace: system calls/);
    tui.keys('Escape');
    click(10, 1);
    await tui.shows(/\d+ containers/);
  });
});

describe('actions', () => {
  it('enter: a shell on the same terminal, then back where it was', async () => {
    const ui = await onWeb();
    ui.keys('e');
    await ui.shows(new RegExp(`\\$ spc enter ${web.name}`));
    await ui.shows(/#\s*$/);
    ui.type('hostname; echo pid $$; false');
    await ui.shows(new RegExp(`^${web.hostname}$`, 'm'));
    ui.type('exit 0');
    await ui.shows(/1 of \d+ containers/);
    expect(ui.screen()).toMatch(new RegExp(`^ ${web.name}`, 'm'));
  });

  it('its own shell, among its own files', async () => {
    const ui = await onWeb();
    ui.keys('E');
    await ui.shows(/[#$]\s*$/);
    ui.type('ls -d /bin/busybox; exit');
    await ui.shows(/1 of \d+ containers/);
  });

  it('a command that is typed has the terminal; its status and output can be read', async () => {
    const ui = await onWeb();
    ui.keys(':');
    ui.text(`enter ${web.name} -- sh -c 'echo  "a  b"; exit 3'`);
    ui.keys('Enter');
    await ui.shows(/^a {2}b\n\[status 3; Enter goes back\]/m);
    ui.keys('Enter');
    await ui.shows(/1 of \d+ containers/);
  });

  it('^C during a command is the command’s', async () => {
    const ui = await onWeb();
    ui.keys(':');
    ui.text('enter host -- sleep 1000');
    ui.keys('Enter');
    await ui.shows(/\$ spc enter host -- sleep 1000/);
    const sleeping = await until(
      () => familyOf(ui.shell).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1') === 'sleep\x001000\0'),
      'the command',
    );
    ui.keys('C-c');
    await ui.shows(/\[status 130; Enter goes back\]/);
    expect(isAlive(sleeping)).toBe(false);
    ui.keys('Enter');
    await ui.shows(/1 of \d+ containers/);
  });

  it('an image is shown with what its label grants; then spc itself asks', async () => {
    tui = await openTui();
    const { remove } = onEngine('docker');
    tui.keys('4');
    await tui.shows(/\d+ images/);
    tui.keys('/');
    tui.text('spc-label');
    tui.keys('Enter');
    await tui.shows(/\d+ of \d+ images[\s\S]*localhost\/spc-label/);
    tui.keys('x');
    await tui.shows(/Enter: run it[\s\S]*docker run/);
    tui.keys('Enter');
    await tui.shows(/\[y\/N\]|Enter goes back/);
    if (/\[y\/N\]/.test(tui.screen())) {
      tui.type('n');
      await tui.shows(/\[status 79; Enter goes back\]/);
    }
    tui.keys('Enter');
    await tui.shows(/\d+ of \d+ images/);
    remove('spc-label');
  });

  it('a recorded session is removed after a question', async () => {
    const directory = `/var/lib/spc-test-${process.pid}/kept`;
    expect(spc(['record', web.name, '--logs', '-d', '300ms', '-o', directory]).status).toBe(0);
    tui = await openTui();
    tui.keys(':');
    tui.text(`session rm ${directory}`);
    tui.keys('Enter');
    await tui.shows(/removed|done: spc session rm/);
    expect(spc(['session', 'show', directory]).status).not.toBe(0);
  });

  it('copies a command by OSC 52', async () => {
    const ui = await onWeb();
    const bytes = ui.record();
    ui.keys('Enter');
    await ui.shows(/strace: system calls/);
    ui.keys('j', 'y');
    await ui.shows(/copied: spc strace/);
    expect(bytes()).toContain(`\x1b]52;c;${Buffer.from(`spc strace ${web.name} --record`).toString('base64')}\x07`);
  });
});

describe('every way out restores the terminal', () => {
  it('q', async () => {
    const ui = await onWeb();
    const family = familyOf(await uiOf(ui));
    expect(family.length).toBeGreaterThan(1);
    ui.keys('q');
    await isRestored(ui, 0);
    expect(family.filter(isAlive)).toEqual([]);
  });

  it.each([
    ['TERM', 143],
    ['HUP', 129],
    ['INT', 130],
  ] as const)('SIG%s', async (signal, status) => {
    const ui = await onWeb();
    const pid = await uiOf(ui);
    const family = familyOf(pid);
    process.kill(pid, `SIG${signal}`);
    await isRestored(ui, status);
    expect(family.filter(isAlive)).toEqual([]);
  });

  it('SIGTERM while another has the terminal ends that, too', async () => {
    const ui = await onWeb();
    ui.keys(':');
    ui.text('enter host -- sleep 1000');
    ui.keys('Enter');
    await ui.shows(/\$ spc enter host/);
    const pid = await uiOf(ui);
    const family = await until(() => familyOf(pid).length > 2 && familyOf(pid), 'the command');
    process.kill(pid, 'SIGTERM');
    await isRestored(ui, 143);
    await until(() => !family.some(isAlive), 'the end of all');
  });

  it('its helper processes end when it is killed', async () => {
    const ui = await onWeb();
    const pid = await uiOf(ui);
    const family = familyOf(pid);
    process.kill(pid, 'SIGKILL');
    await ui.shows(/ended with 137/);
    await until(() => !family.some(isAlive), 'the end of all');
  });

  it('^Z gives the shell back, and fg the screen as it was', async () => {
    const ui = await onWeb();
    const before = ui.screen().split('\n').slice(0, 4);
    ui.keys('C-z');
    await ui.shows(/Stopped[\s\S]*caller\$\s*$/);
    expect(ui.flags()).toMatchObject({ alternate_on: '0', mouse_any_flag: '0', cursor_flag: '1' });
    ui.type('echo typed here; fg');
    await ui.shows(/1 of \d+ containers/);
    expect(ui.screen().split('\n').slice(0, 1)).toEqual(before.slice(0, 1));
    expect(ui.flags()).toMatchObject({ alternate_on: '1', mouse_any_flag: '1' });
    ui.keys('q');
    await ui.shows(/caller\$\s*$/);
  });

  it('a helper process that dies is started anew', async () => {
    const ui = await onWeb();
    const [helper = 0] = childrenOf(await uiOf(ui));
    process.kill(helper, 'SIGKILL');
    ui.keys('2');
    await ui.shows(/\d+ processes/);
    const [other] = childrenOf(await uiOf(ui));
    expect(other).not.toBe(helper);
  });
});

describe('terminals of all kinds', () => {
  it.each([
    ['standard output', `'${SPC}' </dev/tty | cat`],
    ['standard input', `'${SPC}' </dev/null`],
  ])('without a terminal as %s it says so, and what to use', (what, line) => {
    const { stdout } = run(['script', '-qec', `sh -c "${line}"`, '/dev/null']);
    expect(stdout).toMatch(new RegExp(`the terminal UI needs a terminal\\s+why: ${what} is none`));
    expect(stdout).toContain('spc ps --containers');
  });

  it.each(['dumb', ''])('TERM=%s: a clear message', (term) => {
    const { stdout, status } = run(['script', '-qec', `env TERM=${term} '${SPC}'`, '/dev/null']);
    expect(stdout).toContain(`TERM is '${term}'`);
    expect(stdout).not.toContain('\x1b[');
    expect(status).toBe(64);
  });

  it('a small window says so, and is itself again when it is large', async () => {
    const ui = await onWeb();
    for (const [columns, rows] of [
      [20, 5],
      [1, 1],
      [10, 2],
    ] as const) {
      ui.resize(columns, rows);
      await ui.shows(columns === 20 ? /too small: 40x8/ : /./);
    }
    ui.resize(80, 24);
    await ui.shows(/1 of \d+ containers/);
    expect(ui.screen()).toMatch(new RegExp(`^ ${web.name}`, 'm'));
  });

  it('LANG=C: nothing but ASCII', async () => {
    tui = await openTui('LANG=C LC_ALL=C');
    const bytes = tui.record();
    tui.keys('2', 't');
    await tui.shows(/`-|\|-/);
    tui.keys('Enter');
    await tui.shows(/\+- pid:/);
    expect([...bytes()].filter((char) => char > '\x7f')).toEqual([]);
  });

  it('NO_COLOR: no colour, and the cursor is seen all the same', async () => {
    tui = await openTui('NO_COLOR=1');
    const screen = tui.coloured();
    expect(screen.split('\x1b').filter((part) => /^\[[\d;]*\b(?:3\d|4\d|9\d|10\d)\b[\d;]*m/.test(part))).toEqual([]);
    expect(screen).toContain('\x1b[7m');
  });

  it.each(['CI=true', 'TERM=vt100', 'FORCE_COLOR=0'])('%s does not matter', async (env) => {
    tui = await openTui(env);
    expect(tui.coloured()).toContain('\x1b[');
    tui.keys('2');
    await tui.shows(/\d+ processes/);
  });
});
