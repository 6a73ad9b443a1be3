/** The UI without a session: its start, its rest, and its lists on a crowded machine. */
import { endCrowd, fillUp, processCount, startContainers } from '../crowd.ts';
import { printFigure, quantile } from './figures.ts';
import type { Program } from './program.ts';
import { cpuOver, hasContent, memoryOf, openUi } from './ui.ts';

const QUIT = 'q';
const MOVES = 60;

/** From exec(2) to a screen with content. */
export async function measureStart(rounds: number): Promise<void> {
  const [frames, lists]: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const ui = await openUi();
    const frame = (await ui.until(hasContent, 'a first frame')) - ui.begun;
    const list = (await ui.until(isListed, 'containers')) - ui.begun;
    await ui.end(QUIT);
    if (round >= 0) frames.push(frame) && lists.push(list); // one round before counts for nothing: it warms caches
  }
  console.log(`\nthe UI's start (${rounds} rounds)`);
  printFigure('first frame, median', quantile(frames, 0.5), 'ms', 250);
  printFigure('first frame, p95', quantile(frames, 0.95), 'ms');
  printFigure('containers listed, median', quantile(lists, 0.5), 'ms');
}

const isListed = (screen: Program['screen']) => /^ *(\S+ +)*KIND/m.test(screen.text());

/** Containers in sight, nobody types. */
export async function measureIdle(seconds: number): Promise<void> {
  const ui = await openUi();
  await ui.until(isListed, 'containers');
  await cpuOver(ui, 3000);
  const bytes = ui.bytes;
  const use = await cpuOver(ui, seconds * 1000);
  console.log(`\nthe UI at rest, ${processCount()} processes (${seconds} s)`);
  printFigure('CPU: UI and backend', use.ui + use.backends, '%', 2);
  printFigure('CPU: UI alone', use.ui, '%');
  printFigure('written', (ui.bytes - bytes) / seconds, 'B/s');
  printFigure('memory: UI', memoryOf(ui).ui, 'MiB');
  printFigure('memory: backend', memoryOf(ui).backends, 'MiB');
  await ui.end(QUIT);
}

/** Moves through long lists, which are read anew meanwhile. */
export async function measureBrowse(): Promise<void> {
  try {
    startContainers(200);
    fillUp(5000);
    const ui = await openUi();
    await ui.until(isListed, 'containers');
    console.log(`\nthe UI's lists with ${processCount()} processes and 200 containers (${MOVES} keys each)`);
    await browse(ui, 'containers');
    const opened = await ui.key('2', (screen) => /COMMAND/.test(screen.text()));
    printFigure('processes: first shown', opened, 'ms');
    await browse(ui, 'processes');
    const use = await cpuOver(ui, 20_000);
    printFigure('processes in sight: CPU, UI', use.ui, '%');
    printFigure('processes in sight: CPU, backend', use.backends, '%');
    await ui.end(QUIT);
  } finally {
    endCrowd();
  }
}

/** The row that is selected goes down; now and then a screen on, and back: never beyond the last row, where nothing changes. */
async function browse(ui: Program, list: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < MOVES; i++) {
    const before = ui.screen.picture();
    times.push(await ui.key(moveOf(i), (screen) => screen.picture() !== before));
  }
  printFigure(`${list}: key to screen, median`, quantile(times, 0.5), 'ms');
  printFigure(`${list}: key to screen, p95`, quantile(times, 0.95), 'ms', 35);
}

const moveOf = (i: number) => (i % 10 < 9 ? 'j' : i % 20 === 9 ? '\u001b[6~' : '\u001b[5~');
