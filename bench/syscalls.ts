/**
 * What timing system calls costs the program that is timed: `spc syscalls` beside strace -c, perf trace -s and a plain bpftrace
 * program, and a program that is not the target. Usage: node bench/syscalls.ts [ROUNDS]. Needs root, and gcc for the threads.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { median, must, type Result, SPC } from './race.ts';
import { report } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-'));
const rounds = Number(process.argv[2] ?? 5);
/** All tracers are attached after so long. */
const SETTLE_MS = 4000;
const CALLS = 100_000;
/** So often the program runs while a tracer is attached; the median counts. */
const TIMES = 3;

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

async function medianOf(target: ChildProcess): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) times.push(await run(target));
  return median(times);
}

async function underPerf(program: string[]): Promise<number> {
  const target = loop(program, ['perf', 'trace', '-s', '-o', '/dev/null', '--']);
  const ended = once(target, 'exit');
  try {
    await setTimeout(SETTLE_MS);
    return await medianOf(target);
  } finally {
    target.stdin?.end();
    await ended;
  }
}

async function race(title: string, program: string[]): Promise<void> {
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
        times.push(await medianOf(target));
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

try {
  await race('dd bs=1', ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${CALLS / 2}`]);
  if (spawnSync('gcc', ['--version']).status === 0) {
    writeFileSync(join(folder, 'threads.c'), THREADS);
    must(['gcc', '-O2', '-pthread', '-o', join(folder, 'threads'), join(folder, 'threads.c')]);
    await race('two threads of getppid', [join(folder, 'threads')]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
