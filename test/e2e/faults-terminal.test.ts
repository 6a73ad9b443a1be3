/** A session on a real terminal: Ctrl-C, and the terminal closed under it. Needs test/lab/up and tmux(1). */
import { afterAll, afterEach, expect, it } from 'vitest';
import { journals, newRunDirectory } from './faults/session.ts';
import { startWorkload, type Workload } from './faults/workload.ts';
import { removeScratch, SPC, until } from './spc.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanup.splice(0).reverse()) undo();
});
afterAll(removeScratch);

interface Opened {
  target: Workload;
  terminal: Terminal;
  run: string;
  /** As stty(1) said before. */
  modes: string;
}

/** spc strace on a terminal, with something to see. */
async function straceOnTerminal(): Promise<Opened> {
  const target = startWorkload('docker');
  cleanup.push(target.remove);
  const terminal = openTerminal();
  cleanup.push(terminal.close);
  await terminal.shows(/caller\$/);
  const modes = terminal.modes();
  const run = newRunDirectory();
  terminal.type(`SPC_RUN=${run} ${SPC} strace ${target.name}`);
  await terminal.shows(/nanosleep|wait4|clone|fork|write/);
  return { target, terminal, run, modes };
}

async function expectUnharmed({ target, run }: Opened): Promise<void> {
  await until(() => journals(run).length === 0 && target.harmed().length === 0, 'the session to be undone');
  await target.advances();
}

it('ends in order at Ctrl-C, and leaves the terminal as it was', async () => {
  const opened = await straceOnTerminal();
  opened.terminal.press('C-c');
  await opened.terminal.shows(/stopped; nothing known to be lost/);
  opened.terminal.type('echo status=$?');
  await opened.terminal.shows(/status=0/);
  expect(opened.terminal.modes()).toBe(opened.modes);
  await expectUnharmed(opened);
});

it('ends when its terminal is closed', async () => {
  const opened = await straceOnTerminal();
  expect(journals(opened.run)).toHaveLength(1);
  opened.terminal.close();
  await expectUnharmed(opened);
});

it('can be pressed to end while the screen is held', async () => {
  const opened = await straceOnTerminal();
  opened.terminal.press('C-s');
  // held: what it shows is the same, look after look
  let shown = '';
  let same = 0;
  await until(() => {
    const before = shown;
    shown = opened.terminal.screen();
    same = shown === before ? same + 1 : 0;
    return same >= 5;
  }, 'the screen to stand still');
  for (let pressed = 0; pressed < 3; pressed++) opened.terminal.press('C-c');
  await expectUnharmed(opened);
});
