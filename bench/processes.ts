/** Processes, namespaces and containers of the whole machine at three sizes, beside the tools that tell of one each. */
import { endCrowd, fillUp, startContainers, thinOut } from './crowd.ts';
import { type Contestant, median, type Race, type Result, SPC } from './race.ts';
import { printRow } from './report.ts';

const SIZES = [200, 1_000, 5_000];
const LSNS = ['lsns', '-J'];
const PS = ['ps', '-eo', 'pid,ppid,uid,stat,pcpu,rss,args'];

const CONTESTANTS: Contestant[] = [
  { name: 'lsns -J + ps -eo …', commands: [LSNS, PS] },
  { name: 'lsns -J', commands: [LSNS] },
  { name: 'ps -eo …', commands: [PS] },
  { name: 'spc ps --json', commands: [[SPC, 'ps', '--json']] },
  { name: 'spc ns --json', commands: [[SPC, 'ns', '--json']] },
];

const atSize = (size: number): Race => ({
  title: `${size} processes, 50 containers`,
  memory: true,
  before() {
    startContainers();
    fillUp(size);
  },
  after: thinOut,
  contestants: CONTESTANTS,
});

export const races: Race[] = [
  ...SIZES.map(atSize),
  {
    title: '50 containers of docker (5), podman (5) and runc (40)',
    memory: true,
    before: startContainers,
    contestants: [
      {
        name: 'podman ps + docker ps',
        commands: [
          ['podman', 'ps'],
          ['docker', 'ps'],
        ],
      },
      { name: 'spc ps --containers --json', commands: [[SPC, 'ps', '--containers', '--json']] },
    ],
  },
];

/** What one more process costs, µs: linear growth shows the same figure twice. */
export function summary(results: Result[][]): void {
  console.log('\ngrowth, µs for each further process');
  printRow(
    'command',
    SIZES.slice(1).map((size, i) => `${SIZES[i]}–${size}`),
  );
  CONTESTANTS.forEach(({ name }, i) => {
    const medians = SIZES.map((_, at) => median(results[at]?.[i]?.times ?? []));
    printRow(
      name,
      SIZES.slice(1).map((size, at) => slope(medians, at, size).toFixed(1)),
    );
  });
}

const slope = (medians: number[], at: number, size: number) =>
  (((medians[at + 1] ?? Number.NaN) - (medians[at] ?? Number.NaN)) * 1000) / (size - (SIZES[at] ?? Number.NaN));

export const finish = endCrowd;
