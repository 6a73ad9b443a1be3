/**
 * What timing system calls costs the program that is timed: `spc syscalls` beside strace -c, perf trace -s and a plain bpftrace
 * program, and a program that is not the target; and whether two tracers find the same times. Needs root, and gcc for the threads.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TimingReport } from '../src/core/syscalls/types.ts';
import { median, must, type Result, SPC } from './race.ts';
import { printRow, report } from './report.ts';

/** All tracers are attached after so long. */
const SETTLE_MS = 4000;
const CALLS = 100_000;
/** So often the program runs while a tracer is attached, if it is quick; the least counts: what else runs only adds. */
const TIMES = 9;
const ENOUGH_MS = 3000;

const THREADS = `#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
static void *loop(void *none) { for (int i = 0; i < ${CALLS / 2}; i++) syscall(SYS_getppid); return none; }
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, loop, 0); pthread_create(&b, 0, loop, 0);
  pthread_join(a, 0); pthread_join(b, 0);
  return 0;
}
`;

/** The plain way to write it: two maps, stats, min and max, both deleted. */
const plain = (pid: number) => `BEGIN { @t[${pid}] = 1; }
tracepoint:sched:sched_process_fork /@t[pid]/ { @t[args->child_pid] = 1; }
tracepoint:raw_syscalls:sys_enter /@t[pid]/ { @s[tid] = nsecs; @i[tid] = args->id; }
tracepoint:raw_syscalls:sys_exit /@s[tid]/ {
  $d = nsecs - @s[tid]; $i = @i[tid]; @st[$i] = stats($d); @mn[$i] = min($d); @mx[$i] = max($d);
  delete(@s[tid]); delete(@i[tid]);
}`;

/** What is attached to a process, and its children. */
const TRACERS: Record<string, (pid: number, other: number) => string[]> = {
  'no tracer': () => ['sleep', '1000'],
  'spc syscalls (auto)': (pid) => [SPC, 'syscalls', `pid:${pid}`],
  'bpftrace, a plain program': (pid) => ['bpftrace', '-e', plain(pid)],
  // it does not follow what a process starts, so it starts the shell itself
  'perf trace -s': () => [],
  'strace -f -c -p': (pid) => ['strace', '-f', '-c', '-p', String(pid)],
  'beside a target of spc syscalls': (_, other) => [SPC, 'syscalls', `pid:${other}`],
};

/** A shell that runs a program each time it is told to. */
function loop(program: string[], before: string[] = []): ChildProcess {
  const words = [...before, '/bin/sh', '-c', 'while read -r x; do "$@" 2>/dev/null; echo; done', 'sh', ...program];
  return spawn(words[0] ?? '', words.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
}

async function run({ stdin, stdout }: ChildProcess): Promise<number> {
  const begin = performance.now();
  stdin?.write('\n');
  if (stdout) await once(stdout, 'data');
  return performance.now() - begin;
}

async function leastOf(target: ChildProcess): Promise<number> {
  const times: number[] = [];
  const begin = performance.now();
  while (times.length < TIMES && performance.now() - begin < ENOUGH_MS) times.push(await run(target));
  return Math.min(...times);
}

async function underPerf(program: string[]): Promise<number> {
  const target = loop(program, ['perf', 'trace', '-s', '-o', '/dev/null', '--']);
  const ended = once(target, 'exit');
  try {
    await setTimeout(SETTLE_MS);
    return await leastOf(target);
  } finally {
    target.stdin?.end();
    await ended;
  }
}

async function race(title: string, program: string[], rounds: number): Promise<void> {
  const target = loop(program);
  const other = spawn('sleep', ['100000']);
  const results: Result[] = Object.keys(TRACERS).map((name) => ({ name, times: [] }));
  try {
    await run(target);
    for (let round = 0; round < rounds; round++)
      for (const { name, times } of results) {
        if (name.startsWith('perf')) {
          times.push(await underPerf(program));
          continue;
        }
        const [file = '', ...args] = TRACERS[name]?.(target.pid ?? 0, other.pid ?? 0) ?? [];
        const tracer = spawn(file, args, { stdio: 'ignore' });
        await setTimeout(SETTLE_MS);
        if (tracer.exitCode !== null) throw new Error(`${name} ended with ${tracer.exitCode}`);
        times.push(await leastOf(target));
        const ended = once(tracer, 'exit');
        tracer.kill('SIGINT');
        await ended;
      }
  } finally {
    target.kill();
    other.kill();
  }
  report(`${title}, ${CALLS} calls`, results);
}

const DD = ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${CALLS / 2}`];

/** The mean time of a call of dd, ns, as a tracer finds it. */
function meanOf(tracer: string, call: string, folder: string): number {
  const file = join(folder, 'report.json');
  must([SPC, 'syscalls', '--tracer', tracer, '--force', '--save', file, '--', ...DD]);
  const { rows }: TimingReport = JSON.parse(readFileSync(file, 'utf8'));
  const row = rows.find(({ syscall }) => syscall === call);
  return row ? row.total / row.count : Number.NaN;
}

/** The same calls, timed by one tracer and by the other, in turns. */
function compareMeans(folder: string, rounds: number): void {
  console.log(`\nmean times of dd bs=1, ns (${rounds} rounds)`);
  printRow('call', ['bpftrace', 'stap', 'ratio']);
  for (const call of ['read', 'write']) {
    const pairs = Array.from({ length: rounds }, () => ['bpftrace', 'stap'].map((name) => meanOf(name, call, folder)));
    const means = [0, 1].map((side) => median(pairs.map((pair) => pair[side] ?? Number.NaN)));
    const ratio = median(pairs.map(([a = Number.NaN, b = Number.NaN]) => b / a));
    printRow(call, [...means.map((ns) => ns.toFixed(0)), ratio.toFixed(2)]);
  }
}

export async function measureSyscalls(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'spc-bench-'));
  try {
    await race('dd bs=1', DD, rounds);
    if (spawnSync('gcc', ['--version']).status === 0) {
      const program = join(folder, 'threads');
      writeFileSync(`${program}.c`, THREADS);
      must(['gcc', '-O2', '-pthread', '-o', program, `${program}.c`]);
      await race('two threads of getppid', [program], rounds);
    }
    compareMeans(folder, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
