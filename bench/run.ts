/**
 * `spc run` beside its peers on the same container, in one run: what a user waits for.
 * The commands of a round take turns, so that a machine whose speed drifts treats all alike; the figures are medians
 * of whole processes, and ratios are taken round by round. Usage: npm run bench [-- ROUNDS]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 15);
const IMAGE = 'localhost/spc-bench:latest';
const LABEL = 'LABEL RUN="docker run --rm --name NAME --pid=host --net=host -v /:/host IMAGE true"';
const GRANTS = ['--rm', '--name=spc-bench', '--pid=host', '--net=host', '-v', '/:/host'];
const root = fileURLToPath(new URL('..', import.meta.url));
const spc = `${root}bin/spc`;

interface Contestant {
  name: string;
  argv: string[];
}

interface Race {
  title: string;
  /** The first is the one the others are held against. */
  contestants: [Contestant, ...Contestant[]];
}

const spcRun = (engine: string) => [spc, 'run', '--quiet', '--assumeyes', '--engine', engine, IMAGE];

const RACES: Race[] = [
  {
    title: 'start of spc',
    contestants: [
      { name: 'node -e 0', argv: [process.execPath, '-e', '0'] },
      { name: 'spc --version', argv: [spc, '--version'] },
    ],
  },
  {
    title: 'podman: a container that ends at once',
    contestants: [
      { name: 'podman run', argv: ['podman', 'run', ...GRANTS, IMAGE, 'true'] },
      {
        name: 'podman container runlabel',
        argv: ['podman', 'container', 'runlabel', '--name', 'spc-bench', 'RUN', IMAGE],
      },
      { name: 'spc run --engine podman', argv: spcRun('podman') },
    ],
  },
  {
    title: 'docker: a container that ends at once',
    contestants: [
      { name: 'docker run', argv: ['docker', 'run', ...GRANTS, IMAGE, 'true'] },
      { name: 'spc run --engine docker', argv: spcRun('docker') },
      { name: 'spc run --engine builtin', argv: spcRun('builtin') },
    ],
  },
];

prepare();
for (const race of RACES) report(race, measure(race.contestants));

/** The same image in each engine. */
function prepare(): void {
  const dockerfile = `FROM localhost/spc-bb:latest\n${LABEL}\n`;
  for (const engine of ['docker', 'podman'])
    must([engine, 'build', '-q', '-t', IMAGE, '-'], dockerfile, { DOCKER_BUILDKIT: '0' });
  const archive = `/var/tmp/spc-bench-${process.pid}.tar`;
  must(['docker', 'save', '-o', archive, IMAGE]);
  must([spc, 'image', 'load', archive]);
  must(['rm', archive]);
}

/** Wall time of each contestant in each round, ms. One round before counts for nothing: it warms caches. */
function measure(contestants: Contestant[]): number[][] {
  const times: number[][] = contestants.map(() => []);
  for (let round = -1; round < ROUNDS; round++)
    contestants.forEach(({ argv }, i) => {
      const ms = must(argv);
      if (round >= 0) times[i]?.push(ms);
    });
  return times;
}

function must(argv: string[], input = '', env: Record<string, string> = {}): number {
  const [file = '', ...args] = argv;
  const begin = performance.now();
  const { status, stderr } = spawnSync(file, args, { input, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - begin;
}

function report({ title, contestants }: Race, times: number[][]): void {
  const [base = []] = times;
  console.log(`\n${title} (${ROUNDS} rounds, ms)`);
  console.log(
    `${'command'.padEnd(30)}${'median'.padStart(9)}${'min'.padStart(9)}${'max'.padStart(9)}${'ratio'.padStart(9)}${'over'.padStart(9)}`,
  );
  contestants.forEach(({ name }, i) => {
    const own = times[i] ?? [];
    const ratio = median(own.map((ms, round) => ms / (base[round] ?? Number.NaN)));
    const over = median(own.map((ms, round) => ms - (base[round] ?? Number.NaN)));
    const cells = [
      median(own).toFixed(0),
      Math.min(...own).toFixed(0),
      Math.max(...own).toFixed(0),
      ratio.toFixed(2),
      over.toFixed(0),
    ];
    console.log(name.padEnd(30) + cells.map((cell) => cell.padStart(9)).join(''));
  });
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
