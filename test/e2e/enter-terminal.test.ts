/** `spc enter` at a terminal: the command has one of its own. */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endContainers, startContainer } from './containers.ts';
import { removeScratch, SPC, until } from './spc.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const web = startContainer('docker');
afterAll(() => {
  endContainers();
  removeScratch();
});

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.close());

const childOf = (pid: number) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0] || 0);
const ENTER = `'${SPC}' enter ${web.name}`;
/** Enters with a bash whose prompt tells it is inside. */
async function inside(): Promise<void> {
  terminal.type(`${ENTER} -- env PS1='inside$ ' bash --norc --noprofile`);
  await terminal.shows(/^inside\$ ?$/m);
}

describe('a shell in a container', () => {
  it('has a terminal of its own, of the same size, and job control', async () => {
    await inside();
    terminal.type('tty; stty size');
    const screen = await terminal.shows(/^40 100$/m);
    expect(screen).toMatch(/^\/dev\/pts\/\d+$/m);
    expect(screen).not.toContain(readlinkSync(`/proc/${terminal.shell}/fd/0`));
    expect(screen).not.toContain('no job control');
  });

  it('is told of a new size', async () => {
    await inside();
    terminal.resize(77, 21);
    await until(() => {
      terminal.type('stty size');
      return /^21 77$/m.test(terminal.screen());
    }, 'the new size');
  });

  it('Ctrl-C ends what runs in it, Ctrl-Z stops it', async () => {
    await inside();
    terminal.type('sleep 600');
    await until(() => readFileSync(`/proc/${sleeper()}/comm`, 'utf8') === 'sleep\n', 'sleep');
    terminal.press('C-c');
    terminal.type('echo status $?');
    await terminal.shows(/^status 130$/m);
    terminal.type('sleep 600');
    await until(() => sleeper() > 0 && readFileSync(`/proc/${sleeper()}/comm`, 'utf8') === 'sleep\n', 'sleep');
    terminal.press('C-z');
    await terminal.shows(/Stopped +sleep 600/);
    terminal.type('kill %1; exit');
    function sleeper(): number {
      return childOf(childOf(childOf(terminal.shell)));
    }
  });

  it('ends with its own status, and leaves the terminal as it was', async () => {
    terminal.type('stty -a | md5sum');
    const before = /^[0-9a-f]{32}/m.exec(await terminal.shows(/^[0-9a-f]{32} /m))?.[0];
    await inside();
    terminal.type('exit 9');
    terminal.type('echo status $?; stty -a | md5sum');
    const after = await terminal.shows(/^status 9$/m);
    await until(() => terminal.screen().split(before ?? '?').length === 3, 'the same modes again');
    expect(after).toContain('caller$');
  });

  it('cannot type into the terminal of the caller', async () => {
    await inside();
    const attack = `ioctl(STDIN, 0x5412, my $c = $_) for split //, "touch /tmp/spc-typed-${process.pid}\\n"`;
    terminal.type(`perl -e '${attack}'; exit`);
    await terminal.shows(/^caller\$ ?$/m);
    terminal.type('echo done');
    await terminal.shows(/^done$/m);
    // what was typed was typed to the shell inside, if to any
    expect(terminal.screen()).not.toMatch(/^caller\$ touch/m);
  });

  it('is hung up on when spc is told to end, and the terminal is itself again', async () => {
    await inside();
    const spc = childOf(terminal.shell);
    const shell = childOf(spc);
    process.kill(spc, 'SIGTERM');
    await until(() => !existsSync(`/proc/${shell}`), 'the end of the shell');
    terminal.type('echo status $?');
    await terminal.shows(/^status (129|143)$/m);
    terminal.type('stty -a | grep -c " icanon"');
    await terminal.shows(/^1$/m);
  });

  it('does not survive spc', async () => {
    await inside();
    const spc = childOf(terminal.shell);
    const shell = childOf(spc);
    process.kill(spc, 'SIGKILL');
    await until(() => !existsSync(`/proc/${shell}`), 'the end of the shell');
  });

  it('of its own programs', async () => {
    terminal.type(`${ENTER} -q --ns all`);
    await terminal.shows(/^\/ # ?$/m);
    terminal.type('hostname; exit 3');
    await terminal.shows(new RegExp(`^${web.hostname}$`, 'm'));
    terminal.type('echo status $?');
    await terminal.shows(/^status 3$/m);
  });
});
