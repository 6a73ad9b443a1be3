/** Sessions in the terminal UI: watched live, found again among those recorded, replayed. Needs test/lab/up. */
import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeScratch, run, SCRATCH, SPC, spc, start, until } from './spc.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const ENV = { SPC_STORE: `${SCRATCH}/store`, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
const NAME = `spc-tui-${process.pid}`;
/** Far more lines than are kept at hand. */
const ORDERS = 30_000;
/** Numbered lines, then a few each second; a file that is not there. */
const WORK = `i=0; while [ $i -lt ${ORDERS} ]; do i=$((i+1)); echo "order $i"; done; while :; do i=$((i+1)); echo "order $i"; cat /missing.conf 2>/dev/null; sleep 0.2; done`;

let ui: Terminal;

beforeAll(async () => {
  const { status, stderr } = run(['docker', 'run', '-d', '--name', NAME, 'localhost/spc-bb', 'sh', '-c', WORK]);
  expect(status, stderr).toBe(0);
  const last = () => Number(run(['docker', 'logs', '--tail', '1', NAME]).stdout.slice('order '.length));
  await until(() => last() > ORDERS, 'a log of many lines');
});
afterAll(() => {
  run(['docker', 'rm', '-f', NAME]);
  removeScratch();
});
beforeEach(async () => {
  ui = openTerminal({ columns: 140, rows: 40, argv: [SPC], env: ENV });
  await ui.shows(/\d+ containers?/);
});
afterEach(() => ui.close());

/** Types a command of spc's. */
async function command(words: string): Promise<void> {
  ui.press(':');
  await ui.shows(/^ *spc *$/m);
  ui.type(words);
}

/** Lines of the log in sight, by their numbers. */
const orders = () => [...ui.screen().matchAll(/order (\d+)$/gm)].map(([, number]) => Number(number));

const sessions = () => readdirSync(`${ENV.SPC_STORE}/sessions`);

describe('a session that runs', () => {
  it('shows each tracer in a pane of its own, ends with ^C, and is found among those recorded', async () => {
    await command(`record ${NAME} --strace --logs`);
    await ui.shows(/strace.*calls\/s/);
    await ui.shows(/"\/missing.conf".* ENOENT/);
    await ui.shows(/order \d{5}/);
    ui.press('C-c');
    await ui.shows(/ended/);
    expect(sessions()).toHaveLength(1);
    ui.press('5');
    await ui.shows(new RegExp(`complete.* ${NAME} .*(strace.*log|log.*strace)|${NAME}.*complete`));
  });

  it('goes on when it is quit only if asked, and stops what it started', async () => {
    await command(`strace ${NAME}`);
    await ui.shows(/calls\/s/);
    ui.press('q');
    await ui.shows(/Quit, and stop what runs\?/);
    ui.press('n');
    await until(() => !/Quit, and stop/.test(ui.screen()), 'the session again');
    ui.press('q');
    await ui.shows(/Quit, and stop what runs\?/);
    ui.press('y');
    await until(() => run(['kill', '-0', `${ui.shell}`]).status !== 0, 'its end');
    const pid = run(['docker', 'inspect', '-f', '{{.State.Pid}}', NAME]).stdout.trim();
    expect(run(['grep', 'TracerPid', `/proc/${pid}/status`]).stdout).toMatch(/\s0$/m);
  });

  it('of a target that is not there says so, in its place', async () => {
    await command('strace nobody-of-this-name');
    await ui.shows(/no container nobody-of-this-name/);
    ui.press('1');
    await ui.shows(/\d+ containers/);
  });
});

describe('a record that is replayed', () => {
  const directory = `${SCRATCH}/orders`;
  let texts: string[];

  beforeAll(async () => {
    const child = start(['record', NAME, '--logs', '--since', '1h', '-o', directory, '--json']);
    let seen = 0;
    child.stdout?.on('data', (chunk) => {
      seen += String(chunk).split('\n').length - 1;
      if (seen > ORDERS + 10) child.kill('SIGINT');
    });
    await new Promise((resolve) => child.on('close', resolve));
    const lines = spc(['replay', directory, '--json']).stdout.trimEnd().split('\n').slice(1);
    texts = lines.map((line) => JSON.parse(line)).flatMap(({ kind, text }) => (kind === 'log' ? [text] : []));
    expect(texts.length).toBeGreaterThan(ORDERS);
  });

  beforeEach(async () => {
    await command(`replay ${directory}`);
    // and one for the end of the log
    await ui.shows(new RegExp(`${(texts.length + 1).toLocaleString('en')} rows`));
  });

  it('is seen from its first row to its last', async () => {
    ui.send('gg');
    await until(() => orders()[0] === 1, 'the first row');
    ui.press('G');
    await until(() => `order ${orders().at(-1)}` === texts.at(-1), 'the last row');
    ui.press('PageUp');
    const rows = await until(() => {
      const [first = 0, ...rest] = orders();
      return `order ${rest.at(-1)}` !== texts.at(-1) && [first, ...rest];
    }, 'a screen back');
    expect(rows).toEqual(rows.map((_, i) => (rows[0] ?? 0) + i));
  });

  it('is searched, to the next one and back', async () => {
    ui.send('gg');
    await until(() => orders()[0] === 1, 'the first row');
    ui.press('/');
    ui.type('order 2222');
    await ui.shows(/\.\d+ order 2222$/m);
    ui.press('n');
    await ui.shows(/\.\d+ order 22220$/m);
    ui.press('N');
    await ui.shows(/\.\d+ order 2222$/m);
  });

  it('is filtered, and whole again', async () => {
    ui.press('f');
    ui.type('/order 1234.$/');
    await until(() => orders().join() === Array.from({ length: 10 }, (_, i) => 12_340 + i).join(), 'ten rows');
    ui.press('Escape');
    await until(() => orders().length > 20, 'all rows');
  });

  it('stays where it is when the window changes', async () => {
    ui.press('/');
    ui.type('order 15151');
    await ui.shows(/\.\d+ order 15151$/m);
    ui.resize(80, 24);
    await until(() => orders().includes(15_151) && orders().length < 20, 'fewer rows');
    ui.resize(140, 40);
    await until(() => orders().includes(15_151) && orders().length > 20, 'more rows');
  });
});
