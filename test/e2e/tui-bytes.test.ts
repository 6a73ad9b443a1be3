/** What reaches the terminal: of the UI's own, the sequences that Ink and spc write; of strangers, no control character. */
import { spawn } from 'node:child_process';
import { afterAll, afterEach, expect, it } from 'vitest';
import { endContainers, startContainer } from './containers.ts';
import { removeScratch, run, until } from './spc.ts';
import { openTui, type Tui } from './tui.ts';

/** Blink, a title, a hyperlink, C1, bidi, a cursor far away, the clipboard, what clears, a carriage return, a string that never ends. */
const HOSTILE =
  '\x1b[5mEVIL\x1b]0;owned\x07\x1b]8;;http://x\x07\u009b31m\u202e\x1b[99;99H\x1b]52;c;eA==\x07\x1bc\r\b\x0e\x1bPq';

/** Everything the UI may write: Ink's screen handling, spc's mouse and clipboard, colours of the theme and of charts (ECMA-48, xterm's ctlseqs). */
const OWN = [
  String.raw`\[\?(?:1049|25|2004|1000|1006|2026)[hl]`,
  String.raw`\[(?:\d+;\d+)?[Hf]`,
  String.raw`\[\d*[ABCDEGJK]`,
  String.raw`\[(?:0|1|2|4|7|22|24|27|3[0-79]|4[0-79]|9[0-7]|10[0-7]|38;5;\d+)?m`,
  String.raw`\]52;c;[A-Za-z0-9+/=]+\x07`,
].map((pattern) => new RegExp(`\\x1b${pattern}`, 'g'));

/** Control and format characters: C0, C1, bidi, what has no width. */
const DANGEROUS = /[[\p{Cc}\p{Cf}]--[\n\r]]/gv;

/** What is left of bytes without what is the UI's own. */
const strange = (bytes: string) => {
  const rest = OWN.reduce((left, own) => left.replaceAll(own, ''), bytes);
  return [...rest.matchAll(DANGEROUS)].map(({ index }) => rest.slice(index, index + 16));
};

const web = startContainer('docker');
const evil = spawn('sleep', ['1000'], { argv0: HOSTILE, stdio: 'ignore' });
const LABELLED = 'localhost/spc-tui-hostile';
run(
  [
    'docker',
    'build',
    '-q',
    '--label',
    `RUN=docker run IMAGE ${HOSTILE}`,
    '--label',
    `note=${HOSTILE}`,
    '-t',
    LABELLED,
    '-',
  ],
  {
    input: 'FROM localhost/spc-bb\n',
  },
);
const LOGGER = `spc-tui-log-${process.pid}`;
run([
  'docker',
  'run',
  '-d',
  '--name',
  LOGGER,
  '-e',
  `EVIL=${HOSTILE}`,
  'localhost/spc-bb',
  'sh',
  '-c',
  'while :; do printf "%s\\n" "$EVIL"; sleep 0.2; done',
]);

afterAll(() => {
  evil.kill();
  run(['docker', 'rm', '-f', LOGGER]);
  run(['docker', 'rmi', LABELLED]);
  endContainers();
  removeScratch();
});

let tui: Tui | undefined;
afterEach(() => tui?.close());

it('would see what is hostile', () => expect(strange(HOSTILE).length).toBeGreaterThan(8));

it('no byte of a name, command line, label or log reaches the terminal as it is', async () => {
  tui = await openTui();
  const bytes = tui.record();
  const { keys, text, shows } = tui;
  keys('2');
  await shows(/\d+ processes/);
  keys('/');
  text('evil');
  await shows(/\d+ of \d+ processes[\s\S]*EVIL/);
  keys('Enter', 'i');
  await shows(/EVIL/);
  keys('Escape', 'Enter');
  await shows(/strace: system calls/);
  keys('Escape', 't');
  await shows(/spc tree[\s\S]*/);
  keys('4');
  await shows(/\d+ images/);
  keys('/');
  text('tui-hostile');
  await shows(/1 of \d+ images/);
  keys('Enter', 'i');
  await shows(/note[\s\S]*EVIL/);
  keys('1', '/');
  text(LOGGER);
  keys('Enter');
  await shows(/1 of \d+ containers/);
  keys('l');
  await until(() => bytes().split('EVIL').length > 20, 'the log on the screen');
  keys('1', '/');
  keys('C-u');
  text(web.name);
  keys('Enter', 'i');
  await shows(new RegExp(web.id.slice(0, 12)));
  keys('q');
  await shows(/stop what runs|ended with/);
  expect(bytes()).toContain('EVIL');
  expect(strange(bytes())).toEqual([]);
});
