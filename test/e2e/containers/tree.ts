/** The processes every container of the lab runs: a shell whose last word is the container's name, and three sleepers. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Tree {
  /** The shell's argv. */
  argv: string[];
  script: string;
  /** The argv of each sleeper: no other container's, on the whole machine. */
  sleepers: string[][];
}

let made = 0;

/** Seconds nobody else sleeps: this process's number and a count are in them. */
export function treeOf(name: string): Tree {
  const count = String(++made).padStart(3, '0');
  const sleepers = [1, 2, 3].map((i) => ['sleep', `${process.pid}${count}${i}`]);
  const script = `${sleepers.map((argv) => argv.join(' ')).join(' & ')} & wait`;
  return { argv: ['sh', '-c', script, name], script, sleepers };
}

/** Host pids of the shell and its sleepers, in the sleepers' order. */
export interface FoundTree {
  shell: number;
  sleepers: number[];
}

/** Waits until all of them run, at most 10 s; `undefined`: they do not. Read from /proc: no engine is asked. */
export function findTree(name: string, { sleepers }: Tree): FoundTree | undefined {
  for (let tries = 0; tries < 500; tries++) {
    const found = look(name, sleepers);
    if (found) return found;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  return undefined;
}

function look(name: string, sleepers: string[][]): FoundTree | undefined {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), argv: argvOf(Number(entry)) }));
  const shell = all.find(({ argv }) => argv.at(-1) === name && /^(\/bin\/)?sh$/.test(argv[0] ?? ''));
  const pids = sleepers.map((wanted) => all.find(({ argv }) => argv.join(' ') === wanted.join(' '))?.pid ?? 0);
  return shell && !pids.includes(0) ? { shell: shell.pid, sleepers: pids } : undefined;
}

/** Empty for a process that is gone, a zombie and a kernel thread. */
export function argvOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** A number of /proc/PID/status: `PPid`; of several, the last: `NSpid`. */
export const statusOf = (pid: number, key: string): number =>
  Number(new RegExp(`^${key}:.*?(\\d+)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
