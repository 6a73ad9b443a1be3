/** What spc strace costs its target, beside plain strace; and how fast its output is parsed. */
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { straceParser } from '../src/tracers/strace/parser.ts';
import { median, must, SPC } from './race.ts';

const NAME = `spc-bench-strace-${process.pid}`;
const OUT = `/var/tmp/${NAME}`;
/** Reads and writes of one byte: nothing but system calls. */
const COUNT = 2000;
/** Untraced it takes too little time to be measured, so it does this many times as much. */
const MORE = 500;

interface Way {
  name: string;
  /** Begins to trace a container's process, and returns how to end it. */
  trace(container: string, pid: number): () => void;
}

const detached = (argv: string[], isReady: () => boolean) => {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: ['ignore', openSync(`${OUT}.out`, 'w'), openSync(`${OUT}.err`, 'w')] });
  while (!isReady()) spawnSync('sleep', ['0.05']);
  return () => {
    child.kill('SIGINT');
    while (isRunning(child.pid ?? 0)) spawnSync('sleep', ['0.05']);
  };
};

const isRunning = (pid: number) => /^State:\s*[RSDTt]/m.test(status(pid));
const isTraced = (pid: number) => /^TracerPid:\s*[1-9]/m.test(status(pid));

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

const WAYS: Way[] = [
  { name: 'no tracer', trace: () => () => {} },
  {
    name: 'strace -f -o FILE -p',
    trace: (_, pid) => detached(['strace', '-f', '-o', `${OUT}.strace`, '-p', `${pid}`], () => isTraced(pid)),
  },
  {
    name: 'strace -f -ttt -T -Y -yy -o FILE -p',
    trace: (_, pid) =>
      detached(['strace', '-f', '-ttt', '-T', '-Y', '-yy', '-o', `${OUT}.strace`, '-p', `${pid}`], () => isTraced(pid)),
  },
  { name: 'spc strace', trace: (name, pid) => detached([SPC, 'strace', name], () => isTraced(pid)) },
  { name: 'spc strace --json', trace: (name, pid) => detached([SPC, 'strace', '--json', name], () => isTraced(pid)) },
  { name: 'spc strace --pin', trace: (name, pid) => detached([SPC, 'strace', '--pin', name], () => isTraced(pid)) },
];

/** Nanoseconds a call of dd takes, as dd itself is timed by the container's shell. */
function costOf({ name, trace }: Way): number {
  const count = name === 'no tracer' ? COUNT * MORE : COUNT;
  must(['docker', 'run', '-d', '--name', NAME, 'localhost/spc-bb:latest', 'sh', '-c', script(count)]);
  try {
    const pid = Number(must(['docker', 'inspect', '--format', '{{.State.Pid}}', NAME]));
    const end = trace(NAME, pid);
    must(['nsenter', '-t', `${pid}`, '-m', 'sh', '-c', 'until [ -p /go ]; do :; done; echo go >/go; cat /done']);
    const [seconds = 0] = must(['docker', 'logs', NAME]).split('\n').map(Number);
    end();
    return (seconds * 1e9) / (2 * count);
  } finally {
    must(['docker', 'rm', '-f', NAME]);
  }
}

/** Times by /proc/uptime are too coarse; date +%s%N is not busybox's: adjtimex prints microseconds. */
const script = (count: number) =>
  `now() { adjtimex | sed -n 's/.*time.tv_sec: *//p;s/.*time.tv_usec: *//p' | tr '\\n' ' '; }
mkfifo /go /done; read x </go; a=$(now); dd if=/dev/zero of=/dev/null bs=1 count=${count} 2>/dev/null; b=$(now)
echo $a $b | awk '{ printf "%.6f\\n", $3 - $1 + ($4 - $2) / 1e6 }'; echo done >/done; sleep 1000`;

/** Compares the ways, a round each in turn. */
function slowdown(rounds: number): void {
  const costs = WAYS.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, way] of WAYS.entries()) costs[index]?.push(costOf(way));
  const [plain = 1, strace = 1] = costs.map(median);
  for (const [index, { name }] of WAYS.entries()) {
    const cost = median(costs[index] ?? []);
    const ratio = `${(cost / plain).toFixed(0).padStart(5)} × untraced ${(cost / strace).toFixed(2).padStart(7)} × strace -o`;
    console.log(`${name.padEnd(38)} ${(cost / 1000).toFixed(2).padStart(9)} µs a call ${ratio}`);
  }
}

const LINE =
  '2166<dd> 1795336062.455104123 read(3</etc/some/path.conf>, "some text of 32 chars"..., 4096) = 12 <0.000012123>\n';

/** Lines per second of CPU time, the best of many turns: a neighbour's load slows the others. */
function parserRate(): void {
  const bytes = Buffer.from(LINE.repeat(100_000));
  const context = {
    begin: { seconds: 1795336000, nanoseconds: 0 },
    nsPidOf: () => 1,
    forget: () => {},
    nameOf: () => '',
  };
  const rates = Array.from({ length: 20 }, () => {
    const before = process.cpuUsage();
    const parser = straceParser(context);
    let events = 0;
    for (let at = 0; at < bytes.length; at += 65_536) events += parser.push(bytes.subarray(at, at + 65_536), 0).length;
    const { user, system } = process.cpuUsage(before);
    if (events !== 100_000) throw new Error(`${events} events of 100,000 lines`);
    return events / (user + system);
  });
  const million = (rate: number) => `${rate.toFixed(2)} M lines per CPU-second`;
  console.log(
    `parser, lines of ${LINE.length} bytes: best ${million(Math.max(...rates))}, median ${million(median(rates))}`,
  );
}

/** Needs docker, nsenter and root. */
export function measureStrace(rounds: number): void {
  try {
    parserRate();
    slowdown(rounds);
  } finally {
    for (const suffix of ['out', 'err', 'strace']) rmSync(`${OUT}.${suffix}`, { force: true });
  }
}
