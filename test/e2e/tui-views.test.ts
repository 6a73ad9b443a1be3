/** The terminal UI on a real terminal: each view shows what there is. Needs test/lab/up. */
import { statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { removeScratch, run, SCRATCH, SPC, spc, spcOnTerminal, until } from './spc.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const ENV = { SPC_STORE: `${SCRATCH}/store`, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
/** A namespace that only a bind mount keeps. */
const BOUND = `${SCRATCH}/bound-net`;

let docker: LabContainer;
let podman: LabContainer;

beforeAll(() => {
  docker = startContainer('docker');
  podman = startContainer('podman');
  writeFileSync(BOUND, '');
  must('unshare', `--net=${BOUND}`, 'true');
});

afterAll(() => {
  run(['umount', BOUND]);
  endContainers();
  removeScratch();
});

let ui: Terminal;
beforeEach(async () => {
  ui = openTerminal({ columns: 120, rows: 40, argv: [SPC], env: ENV });
  await ui.shows(/\d+ containers?/);
});
afterEach(() => ui.close());

/** The line of the screen with a text. */
const lineWith = (screen: string, text: string) => screen.split('\n').find((line) => line.includes(text)) ?? '';

/** Only rows with a text. */
async function filter(text: string): Promise<string> {
  ui.press('/');
  ui.type(text);
  return await ui.shows(new RegExp(`[1-9]\\d* of \\d+ .*${text}`));
}

describe('the view of', () => {
  it('containers has those of docker and of podman, by name', async () => {
    for (const container of [docker, podman]) {
      const screen = await filter(container.name);
      const words = lineWith(screen, `${container.name} `).trim().split(/\s+/);
      expect(words).toEqual(expect.arrayContaining([container.name, container.engine, 'running', `${container.pid}`]));
      ui.press('Escape');
      await ui.shows(/^\s*\d+ containers?\s/m);
    }
  });

  it("processes has a container's, as a tree", async () => {
    await filter(docker.name);
    ui.press('p');
    await ui.shows(new RegExp(`4 processes +of ${docker.name}`));
    ui.press('t');
    const screen = await ui.shows(/[├└]/);
    expect(lineWith(screen, `${docker.shell} `)).toMatch(/sh /);
    for (const { pid, argv } of docker.sleepers) expect(lineWith(screen, `${pid} `)).toMatch(`─ ${argv.join(' ')}`);
    ui.press('Escape');
    await ui.shows(/\d+ containers?/);
  });

  it('processes has all of them, with pids inside and outside', async () => {
    ui.press('2');
    await ui.shows(/\d+ processes/);
    const [sleeper] = docker.sleepers;
    const screen = await filter(sleeper?.argv.at(-1) ?? '');
    expect(lineWith(screen, `${sleeper?.pid} `)).toContain(docker.name);
  });

  it('namespaces has one that only a bind mount keeps, and whose it is else', async () => {
    ui.press('3');
    await ui.shows(/\d+ namespaces/);
    const inode = String(statSync(BOUND).ino);
    const screen = await filter(inode);
    expect(screen).toMatch(new RegExp(`^ net +${inode} +0 .*/var/lib/spc-test`, 'm'));
  });

  it('images has labels, what RUN would do, and what that grants', async () => {
    ui.press('4');
    await ui.shows(/\d+ images?/);
    ui.press('/');
    ui.type('spc-label');
    const screen = await ui.shows(/of \d+ images.*spc-label/);
    expect(lineWith(screen, 'localhost/spc-label')).toMatch(/RUN INSTALL UNINSTALL/);
    ui.press('i');
    const page = await ui.shows(/docker run --detach --name=spc-label --volume=\/etc:\/host\/etc/);
    expect(page).toMatch(/policy +ask: .*critical/);
    expect(page).toMatch(/critical +-v \/etc:\/host\/etc +reads and changes/);
    expect(page).toContain('spc privileges --engine');
  });

  it('doctor tells what can be done here', async () => {
    ui.press('6');
    await ui.shows(/strace/);
  });

  it('keys is made of the key table', async () => {
    ui.press('?');
    await ui.shows(/strace: its system calls/);
    ui.press('Escape');
    await until(() => !/strace: its system calls/.test(ui.screen()), 'the view again');
  });
});

describe('the window', () => {
  it('may change its size, and the row stays chosen', async () => {
    await filter(podman.name);
    ui.resize(80, 24);
    await until(() => widest(ui.screen()) <= 80 && ui.screen().includes(podman.name), 'a narrow screen');
    ui.resize(160, 48);
    await until(() => widest(ui.screen()) > 100, 'a wide screen');
    ui.press('p');
    await ui.shows(new RegExp(`of ${podman.name}`));
  });

  it('of 20 × 5 says that it is too small, and is itself again when it grows', async () => {
    ui.resize(20, 5);
    await ui.shows(/too small/);
    ui.resize(100, 30);
    await ui.shows(/\d+ containers?/);
  });
});

const widest = (screen: string) => Math.max(...screen.split('\n').map((line) => line.length));

describe('spc alone', () => {
  it('without a terminal names the plain command', () => {
    for (const args of [[], ['tui']])
      expect(spc(args)).toMatchObject({ status: 64, stderr: expect.stringContaining('spc ps --containers') });
  });

  it('without colour shows the same', () => {
    const { stdout } = spcOnTerminal(['tui'], { env: { ...ENV, NO_COLOR: '1' }, input: 'q' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    expect(stdout).not.toMatch(/\u001b\[[\d;]*(3|4|9|10)[0-7][\d;]*m/);
    expect(stdout).toContain('Containers');
  });
});
