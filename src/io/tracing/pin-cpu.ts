/** strace and its target on one CPU: handing over between them is cheap there. Loads koffi. */
import { parseStat } from '../../core/processes/stat.ts';
import { setAffinity } from '../linux/affinity.ts';
import { threadsOf } from '../proc/family.ts';
import { tryReadProc } from '../proc/read.ts';
import type { TraceSetting, Undo } from './types.ts';

export interface PinnedCpu {
  cpu: number;
  /** Puts a tracer on it; its affinity ends with it. */
  addTracer(pid: number): void;
  /** Puts the threads of these processes on it. */
  add(pids: readonly number[]): Promise<void>;
  /** Every thread may run again where it might before; those made meanwhile where their process might. */
  restore(): Promise<void>;
}

interface Thread {
  tid: number;
  startTime: number;
  /** CPUs it may run on: `0-3`. */
  cpus: string;
  /** The one it last ran on. */
  cpu: number;
  /** CPU time so far, clock ticks. */
  ticks: number;
}

/**
 * Pins the threads of these processes to the CPU that the busiest of them last ran on, after the guard was told of each.
 * Threads and processes that they start inherit it.
 */
export async function pinToOneCpu(setting: TraceSetting, pids: readonly number[]): Promise<PinnedCpu> {
  const busiest = pids.flatMap(schedulingOf).toSorted((a, b) => b.ticks - a.ticks)[0];
  const pinning = new Pinning(setting, busiest?.cpu ?? 0);
  await pinning.add(pids);
  return pinning;
}

class Pinning implements PinnedCpu {
  readonly cpu: number;
  readonly #setting: TraceSetting;
  /** Of threads, by `tid` and start time. */
  readonly #undos = new Map<string, Undo>();
  /** Of processes: what they start meanwhile. */
  readonly #processes: Undo[] = [];
  /** CPUs a process might run on before, by pid; the first for what has no other. */
  readonly #cpus = new Map<number, string>();

  constructor(setting: TraceSetting, cpu: number) {
    this.#setting = setting;
    this.cpu = cpu;
  }

  addTracer(pid: number): void {
    if (pid > 0) this.#pin(pid);
  }

  async add(pids: readonly number[]): Promise<void> {
    for (const pid of pids) {
      const threads = schedulingOf(pid);
      const first = threads.find(({ tid }) => tid === pid);
      if (first) await this.#addProcess(first);
      for (const thread of threads) await this.#addThread(thread);
    }
  }

  /** First those that nobody noted; those that were there before get back just what they had. What fails the guard tries again. */
  async restore(): Promise<void> {
    for (const undo of this.#processes.splice(0).reverse()) await undo().catch(() => {});
    for (const pid of this.#setting.pidsOf()) this.#restoreNew(pid);
    await Promise.allSettled([...this.#undos.values()].map((undo) => undo()));
    this.#undos.clear();
  }

  async #addProcess({ tid: pid, startTime, cpus }: Thread): Promise<void> {
    this.#cpus.set(pid, cpus);
    this.#processes.push(await this.#setting.guard.pinned({ pid, startTime }, this.cpu, cpus));
  }

  /** Also one that was on this CPU before: it is not to be taken for one that was pinned. */
  async #addThread({ tid, startTime, cpus }: Thread): Promise<void> {
    this.#undos.set(`${tid} ${startTime}`, await this.#setting.guard.affinity({ pid: tid, startTime }, cpus));
    this.#pin(tid);
  }

  /** It may have ended, or its cpuset may not have the CPU: then it stays where it is. */
  #pin(tid: number): void {
    try {
      setAffinity(tid, String(this.cpu));
    } catch {
      // slower, not wrong
    }
  }

  #restoreNew(pid: number): void {
    const [first = ''] = this.#cpus.values();
    for (const { tid, startTime, cpus } of schedulingOf(pid)) {
      if (cpus !== String(this.cpu) || this.#undos.has(`${tid} ${startTime}`)) continue;
      try {
        setAffinity(tid, this.#cpus.get(pid) ?? first);
      } catch {
        // it has ended
      }
    }
  }
}

/** Field 39 of proc_pid_stat(5), counted from the one after the name. */
const PROCESSOR = 36;

function schedulingOf(pid: number): Thread[] {
  return threadsOf(pid).flatMap((tid) => {
    const text = tryReadProc(`/proc/${pid}/task/${tid}/stat`) ?? '';
    const stat = parseStat(text);
    const [, cpus] = /^Cpus_allowed_list:\s*(.*)$/m.exec(tryReadProc(`/proc/${pid}/task/${tid}/status`) ?? '') ?? [];
    if (!stat || !cpus) return [];
    const cpu = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[PROCESSOR]);
    return [{ tid, startTime: stat.startTime, cpus, cpu, ticks: stat.ticks }];
  });
}
