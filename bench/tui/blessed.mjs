/**
 * The same streams as a program with blessed would show them: four boxes, a ring of lines for each, drawn ten times a second.
 * Nothing is parsed, nothing is recorded. Usage: blessed.mjs COMMAND… with each command a JSON array. `p` holds the first box
 * still, `k` and `j` scroll it, `q` ends.
 */
import { spawn } from 'node:child_process';
import blessed from 'blessed';

const RING = 10_000;
const DRAW_MS = 100;

const screen = blessed.screen({ smartCSR: true, fullUnicode: false });
const children = [];

const panes = process.argv.slice(2).map((command, i) => {
  const [file, ...args] = JSON.parse(command);
  const place = { left: i % 2 ? '50%' : 0, top: i < 2 ? 0 : '50%', width: '50%', height: '50%' };
  const box = blessed.box({ parent: screen, ...place, border: 'line', label: ` ${args[1]} ` });
  const pane = { box, ring: new Array(RING), count: 0, held: undefined, rest: '' };
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.setEncoding('latin1').on('data', (chunk) => {
    const lines = (pane.rest + chunk).split('\n');
    pane.rest = lines.pop();
    for (const line of lines) pane.ring[pane.count++ % RING] = line;
  });
  children.push(child);
  return pane;
});

function fill({ box, ring, count, held }) {
  const height = box.height - 2;
  const width = box.width - 2;
  const last = held ?? count;
  const lines = [];
  for (let at = Math.max(0, last - height); at < last; at++)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not get to the terminal
    lines.push((ring[at % RING] ?? '').replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, width));
  box.setContent(lines.join('\n'));
  box.setLabel(` ${count} lines${held === undefined ? '' : ', held'} `);
}

function draw() {
  for (const pane of panes) fill(pane);
  screen.render();
}

const [first] = panes;
const move = (by) => {
  first.held = Math.max(1, Math.min(first.count, (first.held ?? first.count) + by));
  draw();
};
screen.key('p', () => {
  first.held = first.held === undefined ? first.count : undefined;
  draw();
});
screen.key('k', () => move(-1));
screen.key('j', () => move(1));
screen.key('q', () => {
  for (const child of children) child.kill('SIGINT');
  process.exit(0);
});
setInterval(draw, DRAW_MS);
