/** `spc enter` at a terminal: the command has one of its own. */
import { createHash } from 'node:crypto';
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
/** 300 kB of lines that do nothing in a shell. */
const LONG_TEXT = `# ${'spc '.repeat(12)}\n`
  .repeat(300_000 / 51)
  .padEnd(299_999, '#')
  .concat('\n');
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
    await until(sleeps, 'sleep');
    terminal.press('C-c');
    terminal.type('echo status $?');
    await terminal.shows(/^status 130$/m);
    terminal.type('sleep 600');
    await until(sleeps, 'sleep');
    terminal.press('C-z');
    await terminal.shows(/Stopped +sleep 600/);
    terminal.type('kill %1; exit');
    function sleeps(): boolean {
      const pid = childOf(childOf(childOf(terminal.shell)));
      return pid > 0 && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n';
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

  it('is Ctrl-C-proof and of the new size after it was stopped and continued', async () => {
    await inside();
    process.kill(childOf(terminal.shell), 'SIGTSTP');
    await terminal.shows(/Stopped/);
    terminal.resize(77, 21);
    terminal.type('fg');
    await until(() => /^-isig /m.test(terminal.modes()), 'a raw terminal');
    terminal.press('C-c');
    terminal.type('stty size');
    await terminal.shows(/^21 77$/m);
    terminal.type('exit');
    await until(() => /^isig /m.test(terminal.modes()), 'the modes of before');
  });

  it('ends with its command, whatever writes on in the background', async () => {
    terminal.type(`${ENTER} -- sh -c 'trap "" HUP; (while echo x; do sleep .02; done) & exit 7'; echo status $?`);
    await terminal.shows(/^status 7$/m);
    expect(terminal.modes()).toMatch(/^isig /m);
  });

  it('takes a long paste, and gives it back', async () => {
    const script = `stty -echo; echo ready; head -c ${LONG_TEXT.length} | tee /dev/tty | md5sum`;
    terminal.type(`${ENTER} -- sh -c '${script}'`);
    await terminal.shows(/^ready$/m);
    terminal.paste(LONG_TEXT);
    await terminal.shows(new RegExp(`^${createHash('md5').update(LONG_TEXT).digest('hex')}`, 'm'));
  });

  it('can be ended, and shows what it is told, while a paste waits that nobody reads', async () => {
    terminal.type(`${ENTER} -- sh -c 'stty -echo; echo ready; sleep 5; echo still there; exec sleep 600'`);
    await terminal.shows(/^ready$/m);
    terminal.paste(LONG_TEXT);
    await terminal.shows(/^still there$/m);
    const spc = childOf(terminal.shell);
    process.kill(spc, 'SIGTERM');
    await until(() => !existsSync(`/proc/${spc}`), 'the end of spc');
  });
});
