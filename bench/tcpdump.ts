/**
 * `spc tcpdump` beside `tcpdump -w`: how many packets a second each keeps of the same load, and how many are lost.
 * The load is UDP over the loopback of a network namespace of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, must, SPC } from './race.ts';
import { printRow } from './report.ts';

const COUNT = 200_000;
const SIZE = 100;

/** Sends as fast as it can; prints the seconds it took. */
const LOAD = `
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(('127.0.0.1', 9999))
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
r.bind(('127.0.0.1', 9999))
b = b'x' * ${SIZE}
t = time.time()
for i in range(${COUNT}): s.send(b)
print(time.time() - t)`;

interface Contestant {
  name: string;
  argv(pid: number, file: string): string[];
}

const TCPDUMP = ['tcpdump', '-i', 'any', '-n', '--time-stamp-precision=nano', '-B', '16384', '-Z', 'root'];
const FILTER = ['udp', 'port', '9999'];

const spcWords = (pid: number) => [SPC, 'tcpdump', `pid:${pid}`];

const CONTESTANTS: Contestant[] = [
  { name: 'nothing', argv: () => [] },
  {
    name: 'tcpdump -w FILE',
    argv: (pid, file) => ['nsenter', '-t', `${pid}`, '-n', ...TCPDUMP, '-w', file, ...FILTER],
  },
  {
    name: 'tcpdump -U -w FILE',
    argv: (pid, file) => ['nsenter', '-t', `${pid}`, '-n', ...TCPDUMP, '-U', '-w', file, ...FILTER],
  },
  {
    name: 'spc tcpdump -w FILE --no-record',
    argv: (pid, file) => [...spcWords(pid), '--no-record', '-w', file, '--json', ...FILTER],
  },
  {
    name: 'spc tcpdump --record, lines',
    argv: (pid, file) => [...spcWords(pid), '--record', `${file}.session`, ...FILTER],
  },
];

interface Outcome {
  kept: number;
  dropped: number;
  /** What the sender took, s. */
  seconds: number;
}

/** Runs every contestant in turns. */
export async function measureTcpdump(rounds: number): Promise<void> {
  const place = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up; exec sleep 1000000'], { stdio: 'ignore' });
  const outcomes = new Map<string, Outcome[]>(CONTESTANTS.map(({ name }) => [name, []]));
  try {
    await sleep(500);
    for (let round = 0; round < rounds; round++)
      for (const contestant of CONTESTANTS) outcomes.get(contestant.name)?.push(await hold(contestant, place.pid ?? 0));
  } finally {
    place.kill('SIGKILL');
  }
  show(outcomes);
}

async function hold({ argv }: Contestant, pid: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'spc-bench-'));
  const said = `${folder}/said`;
  const [program, ...args] = argv(pid, `${folder}/capture.pcap`);
  // a file: nobody here reads while the load is made
  const output = openSync(said, 'w');
  const child = program === undefined ? undefined : spawn(program, args, { stdio: ['ignore', output, output] });
  const ended = new Promise((resolve) => child?.on('close', resolve));
  try {
    while (child?.exitCode === null && !readFileSync(said, 'latin1').includes('listening on')) await sleep(50);
    const seconds = Number(must(['nsenter', '-t', `${pid}`, '-n', 'python3', '-c', LOAD]));
    if (!child) return { kept: 0, dropped: 0, seconds };
    await sleep(1500);
    child.kill('SIGINT');
    await ended;
    const [, dropped] = /(\d+) packets dropped by kernel/.exec(readFileSync(said, 'latin1').slice(-65_536)) ?? [];
    return { kept: packetsIn(folder), dropped: Number(dropped), seconds };
  } finally {
    child?.kill('SIGKILL');
    closeSync(output);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By capinfos' plain means: what tcpdump reads from all captures of a folder. */
function packetsIn(folder: string): number {
  const { stdout } = spawnSync('sh', [
    '-c',
    'for f in $(find "$0" -name "*.pcap" -o -name "tcpdump.*.raw"); do tcpdump -n -r "$f" 2>/dev/null; done | wc -l',
    folder,
  ]);
  return Number(stdout.toString());
}

function show(outcomes: Map<string, Outcome[]>): void {
  const cpus = readFileSync('/proc/cpuinfo', 'latin1').match(/^processor/gm)?.length;
  console.log(`\n${COUNT} datagrams of ${SIZE} bytes over loopback, ${cpus} CPUs (medians)`);
  printRow('', ['packets/s', 'kept', 'dropped', 'ratio']);
  const rate = (each: Outcome) => (each.kept || COUNT) / each.seconds;
  const base = median((outcomes.get('tcpdump -w FILE') ?? []).map(rate));
  for (const [name, all] of outcomes) {
    const middle = (value: (each: Outcome) => number) => median(all.map(value));
    const rates = middle(rate);
    const cells = [rates.toFixed(0), `${middle(({ kept }) => kept)}`, `${middle(({ dropped }) => dropped)}`];
    printRow(name, [...cells, (rates / base).toFixed(2)]);
  }
}
