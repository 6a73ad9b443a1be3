/**
 * `spc bench` beside docker-bench-security, whose checks it makes: time, and how often each calls the engine, by the number of
 * running containers. The original is no part of spc. To have it in the race:
 *   git clone --branch v1.6.0 https://github.com/docker/docker-bench-security
 *   DOCKER_BENCH_SECURITY=$PWD/docker-bench-security npm run bench -- cis
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCli } from './crowd.ts';
import { median, must, SPC } from './race.ts';
import { printRow } from './report.ts';

const SIZES = [1, 10, 50];

/** The original takes minutes a round. */
const MOST_ROUNDS = 3;

const ORIGINAL = process.env['DOCKER_BENCH_SECURITY'] ?? '';
const SCRIPT = 'docker-bench-security.sh';

interface Runner {
  name: string;
  argv: string[];
}

/** What one contestant came to at one size; ms. Of processor time the engine's own, which no call tells, is not part. */
interface Figures {
  times: number[];
  cpu: number[];
  calls: number;
}

/** With the original when it is there; by itself otherwise. */
export function measureCis(rounds: number): void {
  // not in /tmp: its contents go into PATH, before the engine
  const folder = mkdtempSync('/var/lib/spc-bench-cis-');
  const removals: string[][] = [];
  try {
    const runners = [{ name: 'spc bench', argv: [SPC, 'bench', '--engine', 'docker'] }, ...originals(folder)];
    const shim = writeShim(folder);
    console.log(`\nthe CIS Docker Benchmark (beside ${runningContainers()} other containers)`);
    for (const size of SIZES) {
      growTo(size, removals);
      show(size, runners, measureAt(runners, Math.min(rounds, MOST_ROUNDS), shim));
    }
  } finally {
    for (const argv of removals) must(argv);
    rmSync(folder, { recursive: true, force: true });
  }
}

function originals(folder: string): Runner[] {
  if (!existsSync(join(ORIGINAL, SCRIPT))) {
    console.log(
      `\n${SCRIPT} is not in the race: set DOCKER_BENCH_SECURITY to the folder it lies in (see bench/cis.ts)`,
    );
    return [];
  }
  const argv = ['env', '-C', ORIGINAL, 'bash', SCRIPT, '-b', '-l', join(folder, 'log')];
  return [{ name: SCRIPT, argv }];
}

const runningContainers = () => must(['docker', 'ps', '-q']).split('\n').filter(Boolean).length;

const make = byCli('docker');

function growTo(size: number, removals: string[][]): void {
  while (removals.length < size) removals.push(make(`spc-bench-cis-${process.pid}-${removals.length}`));
}

/** Times in turns, without the shim; then one run each to count calls. */
function measureAt(runners: readonly Runner[], rounds: number, shim: Shim): Figures[] {
  const figures = runners.map((): Figures => ({ times: [], cpu: [], calls: 0 }));
  for (let round = 0; round < rounds; round++)
    runners.forEach(({ argv }, i) => {
      const [begin, used] = [performance.now(), childrenCpu()];
      must(argv);
      figures[i]?.times.push(performance.now() - begin);
      figures[i]?.cpu.push(childrenCpu() - used);
    });
  return figures.map((each, i) => ({ ...each, calls: shim.count(runners[i]?.argv ?? []) }));
}

/** Processor time of all children that have ended, ms: cutime and cstime of proc(5), in ticks of 10 ms. */
function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

interface Shim {
  /** Runs a command; how often it called the engine. */
  count(argv: string[]): number;
}

/** A `docker` that notes each call and becomes the real one. */
function writeShim(folder: string): Shim {
  const [calls, real] = [join(folder, 'calls'), must(['sh', '-c', 'command -v docker'])];
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho call >>${calls}\nexec ${real} "$@"\n`, { mode: 0o755 });
  return {
    count(argv) {
      writeFileSync(calls, '');
      must(argv, '', { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
      return readFileSync(calls, 'utf8').length / 'call\n'.length;
    },
  };
}

function show(size: number, runners: readonly Runner[], figures: readonly Figures[]): void {
  const [base] = figures;
  printRow(`${size} containers`, ['median, ms', 'ratio', 'CPU, ms', 'ratio', 'calls']);
  figures.forEach(({ times, cpu, calls }, i) => {
    const cells = [...timeCells(times, base?.times ?? []), ...timeCells(cpu, base?.cpu ?? []), String(calls)];
    printRow(`  ${runners[i]?.name}`, cells);
  });
}

/** The median, and that of the ratios, round by round. */
const timeCells = (times: number[], base: number[]) => [
  median(times).toFixed(0),
  median(times.map((ms, round) => ms / (base[round] ?? Number.NaN))).toFixed(1),
];
