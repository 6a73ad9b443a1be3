/**
 * Makes the pictures of docs/tui.md from a real shop of containers: `node scripts/screenshots.ts [NAME…]`. Needs root, docker,
 * podman, tmux, script(1), strace, tcpdump, bpftrace, the images of test/lab/up, a build, and a machine without other containers,
 * as they would be in the picture.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readScreen } from './screenshot/sgr.ts';
import { openShop } from './screenshot/shop.ts';
import { toSvg } from './screenshot/svg.ts';
import { openTerminal, type Terminal } from './screenshot/terminal.ts';

const root = join(import.meta.dirname, '..');
const SIZE = { columns: 120, rows: 32 };

interface Picture {
  name: string;
  /** Read out for those who do not see it. */
  title: string;
  /** Names of keys, pressed one after the other; `"text`, typed as it is; a pattern that is waited for; a number of seconds. */
  steps: (string | number | RegExp)[];
}

/** The row of the shop alone. */
const SHOP = [/shop/, '/', '"shop', 'Enter', 1];

const PICTURES: Picture[] = [
  {
    name: 'containers',
    title: 'containers of docker and podman with their use, one of them super-privileged',
    steps: [/toolbox/, 4],
  },
  { name: 'actions', title: 'what can be done with a container', steps: [...SHOP, 'Escape', 'Enter', 1] },
  {
    name: 'processes',
    title: 'the processes of a container as a tree',
    steps: [/customers/, '/', '"customers', 'Enter', 'p', 2, 't', 3],
  },
  {
    name: 'image',
    title: 'what an image would run by its label, and what that grants',
    steps: ['4', /images/, 2, '/', '"spc-tools', 'Enter', 'i', /policy/, 1],
  },
  {
    name: 'session',
    title: 'strace, tcpdump and the log of a container on one clock',
    steps: [...SHOP, 'w', /url:/, 10],
  },
  { name: 'beside', title: 'the panes beside each other', steps: [...SHOP, 'w', /url:/, 'v', 20] },
  {
    name: 'search',
    title: 'a search in a record that is replayed',
    steps: [':', '"replay last', 'Enter', /url:/, 2, '/', '"index.html', 'Enter', 1, 'n', 'n', 1],
  },
  {
    name: 'syscalls',
    title: 'how often and how long a container is in each system call',
    steps: [...SHOP, 'c', /accept/, 20],
  },
];

const wanted = process.argv.slice(2);
// Root's alone, up to /: what is recorded there is nobody else's
const folder = mkdtempSync('/var/lib/spc-screenshots-');
const close = openShop();
try {
  for (const picture of PICTURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    await take(picture);
} finally {
  close();
  rmSync(folder, { recursive: true });
}

async function take({ name, title, steps }: Picture): Promise<void> {
  const terminal = openTerminal(folder, SIZE, {
    PATH: `${root}/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: '/root',
    LANG: 'C.UTF-8',
    PS1: '# ',
    SPC_STORE: join(folder, 'store'),
  });
  try {
    await terminal.shows(/^#$/m);
    await terminal.type('spc');
    await terminal.shows(/\d+ containers/);
    for (const step of steps) await perform(terminal, step);
    writeFileSync(join(root, `docs/tui-${name}.svg`), toSvg(readScreen(terminal.screen()), SIZE.columns, title));
    await leave(terminal);
  } finally {
    terminal.close();
  }
}

/** What traces the shop must have let go of it before the next picture. */
async function leave({ press, screen, shows }: Terminal): Promise<void> {
  for (const key of ['Escape', 'Escape', 'q']) {
    press(key);
    await sleep(500);
  }
  if (screen().includes('Quit, and stop')) press('y');
  await shows(/^#$/m);
}

async function perform({ press, send, shows }: Terminal, step: Picture['steps'][number]): Promise<void> {
  if (typeof step === 'number') return await sleep(step * 1000);
  if (step instanceof RegExp) return await shows(step);
  if (step.startsWith('"')) await send(step.slice(1));
  else press(step);
  await sleep(400);
}
