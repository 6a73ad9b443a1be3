/** The views of sessions and of timings on a real terminal, over a real container. Needs test/lab/up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from './containers.ts';
import { removeScratch, run, SPC, until } from './spc.ts';
import { openTui, type Tui } from './tui.ts';

const NAME = `spc-tui-view-${process.pid}`;
/** Every fifth of a second a log line, and calls that fail. */
const SERVICE =
  'i=0; while :; do i=$((i+1)); echo "GET /cart/$i 200"; ls /nonexistent 2>/dev/null; usleep 200000; done';

let ui: Tui;
const sessions: string[] = [];

beforeAll(async () => {
  must('docker', 'run', '-d', '--name', NAME, 'localhost/spc-bb', 'sh', '-c', SERVICE);
  ui = await openTui('', 120, 40);
});
afterAll(() => {
  ui.close();
  run(['docker', 'rm', '-f', NAME]);
  for (const each of sessions) run([SPC, 'session', 'rm', each]);
  removeScratch();
});

async function command(text: string): Promise<void> {
  ui.press(':');
  await ui.shows(/^ spc /m);
  ui.send(text);
  ui.press('Enter');
}

const row = (screen: string) => /▌(\d\d:\d\d:\d\d\.\d{3})/g[Symbol.match](screen) ?? [];
/** Numbers of rows, pane by pane. */
const counts = () =>
  [...ui.screen().matchAll(/([\d,]+) rows/g)].map(([, count = '']) => Number(count.replaceAll(',', '')));

describe('a session', () => {
  it('shows its panes as events come, with rates, cost and charts', async () => {
    await command(`record ${NAME} --strace --logs`);
    await ui.shows(/ strace ● \d+ calls\/s/);
    await ui.shows(/ log ● [1-9]\d* lines\/s/);
    const screen = await ui.shows(/GET \/cart\/\d+ 200[\s\S]*GET \/cart\/\d+ 200/);
    expect(screen).toMatch(/cost: each system call stops the target twice/);
    expect(screen).toMatch(/strace calls \d+\/s/);
    sessions.push(/recorded as (\S+)/.exec(screen)?.[1] ?? '');
    const [before = 0] = counts();
    await until(() => (counts()[0] ?? 0) > before, 'more rows');
  });

  it('is held while it goes on, and let go', async () => {
    ui.press('Space');
    const held = await ui.shows(/PAUSED/);
    const last = (screen: string) => screen.match(/GET \/cart\/\d+ 200/g)?.at(-1);
    await ui.shows(/\+[1-9]\d* new/);
    expect(last(ui.screen())).toBe(last(held));
    ui.press('Space');
    await until(() => !/PAUSED| new /.test(ui.screen()) && last(ui.screen()) !== last(held), 'the end');
  });

  it('is searched, and all panes go to the time of what was found', async () => {
    ui.press('/');
    ui.send('nonexistent');
    ui.press('Enter');
    await ui.shows(/▌.*nonexistent/);
    ui.press('c');
    await ui.shows(/all at \d\d:\d\d:\d\d/);
    await until(() => row(ui.screen()).length === 2, 'a cursor in each pane');
    ui.press('N');
    const before = row(ui.screen())[0] ?? '';
    await until(() => (row(ui.screen())[0] ?? '') < before || row(ui.screen()).length === 2, 'the one before');
    ui.keys('F', 'Escape');
    await until(() => row(ui.screen()).length === 0, 'no cursor');
  });

  it('is filtered as it comes', async () => {
    ui.press('f');
    ui.send('nonexistent');
    ui.press('Enter');
    await ui.shows(/filter nonexistent .* of [\d,]+ rows/);
    await until(() => !ui.screen().includes('filtering'), 'the rows of the filter');
    const screen = ui.screen();
    const rows = screen.split('\n').filter((line) => /^ \d\d:\d\d:\d\d\.\d{3} \d/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const line of rows) expect(line).toContain('nonexistent');
    ui.keys('f', 'C-u', 'Enter');
    await until(() => !/filter /.test(ui.screen().replace('f filter', '')), 'all rows');
  });

  it('keeps what is in sight on another size, and is whole on the least', async () => {
    ui.keys('g', 'g');
    await ui.shows(/▌\d\d:/);
    const [first] = row(ui.screen());
    ui.resize(40, 8);
    await until(() => ui.screen().split('\n').length <= 9 && /strace/.test(ui.screen()), 'the small screen');
    ui.resize(120, 40);
    await until(() => row(ui.screen())[0] === first, 'the same row');
    ui.press('G');
  });

  it('is stopped, replayed, and closed', async () => {
    ui.press('C-c');
    await ui.shows(/ strace ended: stopped/);
    await command(`replay ${sessions[0]}`);
    await ui.shows(/REPLAY .* 2\/2/);
    await ui.shows(/▌.*attached/);
    ui.press('x');
    await until(() => !/2\/2/.test(ui.screen()), 'the first session');
    ui.press('x');
    await ui.shows(/\d+ containers?/);
  });
});

describe('a timing', () => {
  it('shows its table, and the histogram of a call', async () => {
    await command(`syscalls ${NAME}`);
    const screen = await ui.shows(/ clock_nanosleep +[1-9]/);
    expect(screen).toMatch(/▼TOTAL/);
    expect(screen).toMatch(/cost: /);
    expect(screen).toMatch(/how long calls took/);
    ui.press('j');
    await ui.shows(/how long (wait4|clock_nanosleep|execve|clone) took/);
    ui.press('>');
    await until(() => !/▼TOTAL/.test(ui.screen()), 'another order');
    ui.keys('S');
    await ui.shows(/ended/);
    ui.press('x');
    await ui.shows(/\d+ containers?/);
  });
});
