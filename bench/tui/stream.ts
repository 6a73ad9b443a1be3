/** Four panes on 50,000 lines a second: the UI, the same with blessed, and less +F on a file that grows by the same streams. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SPC } from '../race.ts';
import { printRow } from '../report.ts';
import { quantile } from './figures.ts';
import { Program, SIZE } from './program.ts';
import type { Region } from './screen.ts';
import {
  amongStandIns,
  makeFolder,
  RECORD,
  removeFolder,
  removeTarget,
  type Stream,
  startTarget,
  streamsOf,
  written,
} from './streams.ts';
import { backendsOf, hasContent } from './ui.ts';
import { cpuSeconds, residentMiB } from './usage.ts';

const RATE = 50_000;
/** Keys that are timed, spread over the time the streams take. */
const KEYS = 60;

/** A program that shows the streams, as it is measured. */
interface Shower {
  program: Program;
  /** What reads for it; empty: it does so itself. */
  others(): number[];
  /** Holds still what scrolls. */
  hold(): Promise<void>;
  /** What scrolls then. */
  region: Region;
  /** Up and down by a line. */
  up: string;
  down: string;
  /** Shows what comes, again. */
  follow(): Promise<void>;
  end(): Promise<void>;
}

interface Figures {
  name: string;
  /** % of a core. */
  cpu: number;
  others: number;
  p50: number;
  p95: number;
  /** MiB after a tenth of the lines, and at the end. */
  early: number;
  late: number;
  othersLate: number;
  /** Bytes a second that went to the terminal. */
  bytes: number;
}

/** All three in turn; throws when a line is missing in the record. */
export async function measureStream(lines: number): Promise<void> {
  makeFolder();
  const target = startTarget();
  try {
    const streams = streamsOf({ rate: RATE, total: lines });
    const figures: Figures[] = [];
    figures.push(await measure('spc', lines, await showInUi(streams, target)));
    const { counts } = JSON.parse(readFileSync(join(RECORD, 'manifest.json'), 'utf8'));
    checkRecord(counts, written(streams));
    figures.push(await measure('blessed', lines, await showInBlessed(streams)));
    figures.push(await measure('less +F', lines, await showInLess(streams)));
    report(lines, figures);
  } finally {
    removeTarget(target);
    removeFolder();
  }
}

async function measure(name: string, lines: number, shower: Shower): Promise<Figures> {
  const { program, others } = shower;
  const seconds = lines / RATE;
  const begin = performance.now();
  const [cpu, bytes] = [cpuSeconds(program.pty.pid), program.bytes];
  const tools = others();
  const otherCpu = sum(tools.map(cpuSeconds));
  await sleep(seconds * 100);
  const early = residentMiB(program.pty.pid);
  const times: number[] = [];
  while (performance.now() - begin < seconds * 1000)
    times.push(...(await scroll(shower, times.length, (seconds * 800) / KEYS)));
  const took = (performance.now() - begin) / 1000;
  const figures = {
    name,
    cpu: ((cpuSeconds(program.pty.pid) - cpu) / took) * 100,
    others: ((sum(tools.map(cpuSeconds)) - otherCpu) / took) * 100,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    early,
    late: residentMiB(program.pty.pid),
    othersLate: sum(tools.map(residentMiB)),
    bytes: (program.bytes - bytes) / took,
  };
  await shower.end();
  return figures;
}

/** Some keys, then it follows again: most of the time it does. */
async function scroll(
  { program, hold, follow, region, up, down }: Shower,
  done: number,
  pauseMs: number,
): Promise<number[]> {
  if (done >= KEYS) {
    await sleep(100);
    return [];
  }
  const times: number[] = [];
  await hold();
  for (const key of [up, up, up, up, down, down]) {
    const before = program.screen.picture(region);
    times.push(await program.key(key, (screen) => screen.picture(region) !== before));
    await sleep(pauseMs / 5);
  }
  await follow();
  await sleep(pauseMs * 5);
  return times;
}

async function showInUi(streams: Stream[], target: string): Promise<Shower> {
  const program = new Program(amongStandIns(streams, [SPC]));
  await program.until(hasContent, 'a first frame');
  program.pty.write(':');
  await program.shows(/^ *spc /m);
  const options = ['--strace', '--tcpdump', '--bpftrace=slow-syscalls', '--logs', '--max-size', '8G', '-o', RECORD];
  program.pty.write(['record', target, ...options].join(' '));
  await sleep(500);
  program.pty.write('\r');
  await program.shows(/GET \/cart/);
  program.pty.write('v'); // two beside two
  return {
    program,
    others: () => backendsOf(program),
    hold: async () => {
      program.pty.write(' ');
      await sleep(300);
    },
    region: { x: 20, y: 5, columns: 40, rows: 10 },
    up: 'k',
    down: 'j',
    follow: async () => program.pty.write('F'),
    end: async () => {
      program.pty.write('\u0003');
      await program.shows(/ended/);
      await program.end('q');
    },
  };
}

async function showInBlessed(streams: Stream[]): Promise<Shower> {
  const commands = streams.map(({ argv }) => JSON.stringify(argv));
  const program = new Program([process.execPath, join(import.meta.dirname, 'blessed.mjs'), ...commands]);
  await program.shows(/GET \/cart/);
  return {
    program,
    others: () => [],
    hold: async () => {
      program.pty.write('p');
      await sleep(300);
    },
    region: { x: 2, y: 3, columns: 70, rows: 10 },
    up: 'k',
    down: 'j',
    follow: async () => program.pty.write('p'),
    end: async () => void (await program.end('q')),
  };
}

/** One file: less has no panes. */
async function showInLess(streams: Stream[]): Promise<Shower> {
  const file = join(makeFolder(), 'all');
  writeFileSync(file, '');
  const writers = streams.map(({ argv: [command = '', ...args] }) =>
    spawn(command, args, { stdio: ['ignore', openSync(file, 'a'), 'ignore'] }),
  );
  while (statSync(file).size < 100_000) await sleep(50);
  const program = new Program(['less', '-f', '+F', file]);
  await program.shows(/GET \/cart/);
  return {
    program,
    others: () => [],
    hold: async () => {
      program.pty.write('\u0003');
      await sleep(300);
    },
    region: { x: 0, y: 0, columns: SIZE.columns, rows: SIZE.rows - 1 },
    up: 'k',
    down: 'j',
    follow: async () => program.pty.write('F'),
    end: async () => {
      await Promise.all(writers.map(ended));
      program.pty.write('\u0003');
      await sleep(300);
      await program.end('q');
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await exited;
}

/** Kind of event → the stand-in whose lines they are. */
const KINDS = { syscall: 'strace', log: 'log', probe: 'bpftrace', packet: 'tcpdump' } as const;

function checkRecord(counts: Record<string, number>, lines: Record<string, number>): void {
  for (const [kind, role] of Object.entries(KINDS))
    if (counts[kind] !== lines[role])
      throw new Error(`${role} wrote ${lines[role]} lines, the record has ${counts[kind]}`);
  console.log(
    `\nrecorded: ${sum(Object.values(lines))} lines of ${sum(Object.values(lines))} written; none is missing`,
  );
}

const GOALS: Partial<Figures> = { cpu: 20, p95: 35, late: 180 };

function report(lines: number, all: Figures[]): void {
  const [ui] = all;
  console.log(`\nfour panes, ${RATE} lines/s, ${lines} lines, ${SIZE.columns}×${SIZE.rows}, ${KEYS} keys`);
  printRow('', [...all.map(({ name }) => name), 'goal', ...all.slice(1).map(({ name }) => `/ ${name}`)]);
  const row = (name: string, figure: Exclude<keyof Figures, 'name'>) => {
    const values = all.map((each) => each[figure]);
    const ratios = values.slice(1).map((value) => (value ? ((ui?.[figure] ?? 0) / value).toFixed(1) : ''));
    const goal = GOALS[figure];
    printRow(name, [...values.map((value) => value.toFixed(1)), goal === undefined ? '' : `≤ ${goal}`, ...ratios]);
  };
  row('CPU of what draws, %', 'cpu');
  row('CPU of what reads and records, %', 'others');
  row('key to screen, median, ms', 'p50');
  row('key to screen, p95, ms', 'p95');
  row('memory after a tenth, MiB', 'early');
  row('memory at the end, MiB', 'late');
  row('memory of what reads, MiB', 'othersLate');
  row('written to the terminal, B/s', 'bytes');
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
