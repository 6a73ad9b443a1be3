/** Each tracer begun from a container's row, as a user would: its key, and what comes of it. Some take long to start. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from './containers.ts';
import { removeScratch, run, until } from './spc.ts';
import { openTui, type Tui } from './tui.ts';

const NAME = `spc-tui-actions-${process.pid}`;
const SERVICE = 'while :; do cat /etc/passwd > /dev/null; echo "GET /cart 200"; usleep 200000; done';

let ui: Tui;

beforeAll(async () => {
  must('docker', 'run', '-d', '--name', NAME, 'localhost/spc-bb', 'sh', '-c', SERVICE);
  ui = await openTui('', 140, 40);
  ui.press('/');
  ui.text(NAME);
  ui.press('Enter');
  await ui.shows(new RegExp(`^ ${NAME} +service`, 'm'));
});
afterAll(() => {
  ui.close();
  run(['docker', 'rm', '-f', NAME]);
  removeScratch();
});

/** Key by key; then a pane with rows, ended and closed again. */
const SESSIONS: [name: string, keys: string[], command: string, row: RegExp][] = [
  ['strace', ['s'], `strace ${NAME} --record`, /openat\(AT_FDCWD<\/>, "\/etc\/passwd"/],
  ['tcpdump', ['d'], `tcpdump ${NAME} --record`, /listening on any/],
  ['the log', ['l'], `record ${NAME} --logs`, /GET \/cart 200/],
  ['strace, tcpdump and the log', ['w'], `record ${NAME} --strace --tcpdump --logs`, / log ● [1-9]\d* lines\/s/],
  ['perf trace', ['P', 't'], `perf ${NAME} trace --record`, /openat\(/],
];

/** A script is picked from a menu: the filter of the eye, then Enter. */
const SCRIPTS: [tool: string, key: string, script: string, row: RegExp][] = [
  ['bpftrace', 'b', 'execs', /cat \/etc\/passwd/],
  ['stap', 'S', 'file-opens', /\/etc\/passwd/],
];

async function endAndClose(): Promise<void> {
  ui.press('C-c');
  await until(() => !/\d running/.test(ui.screen()), 'the end of all tracers');
  ui.press('x');
  await until(() => !ui.screen().includes('ended'), 'another view');
  ui.press('1');
  await ui.shows(new RegExp(`^ ${NAME} +service`, 'm'));
}

describe('from a row', () => {
  it.each(SESSIONS)('%s', async (_, keys, command, row) => {
    for (const key of keys) ui.press(key);
    await ui.shows(new RegExp(`spc ${command}`));
    await ui.shows(row);
    await endAndClose();
  });

  it.each(SCRIPTS)(
    'a script of %s',
    async (tool, key, script, row) => {
      ui.press(key);
      const menu = await ui.shows(new RegExp(`│.*\\b${script}\\b`));
      const items = menu.split('\n').filter((line) => line.includes(`spc ${tool} `));
      const at = items.findIndex((line) => line.includes(script));
      expect(at).toBeGreaterThanOrEqual(0);
      for (let moves = 0; moves < at; moves++) ui.press('Down');
      ui.press('Enter');
      await ui.shows(row);
      await endAndClose();
    },
    180_000,
  );

  it('a timing of its system calls', async () => {
    ui.press('c');
    await ui.shows(new RegExp(`spc syscalls ${NAME}`));
    await ui.shows(/^ *openat +[1-9]/m);
    await endAndClose();
  });

  it('its processes, and its namespaces', async () => {
    ui.press('p');
    await ui.shows(/usleep|cat|sh -c/);
    ui.press('Escape');
    await ui.shows(new RegExp(`^ ${NAME} +service`, 'm'));
    ui.press('n');
    await ui.shows(/^ *(?:net|\S+ +net)\b/m);
    ui.press('Escape');
    await ui.shows(new RegExp(`^ ${NAME} +service`, 'm'));
  });
});
