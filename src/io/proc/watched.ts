/** Every process, again and again: what seldom changes is not read each time. */
import type { ProcessEntry, ProcessPart, ProcessTable } from '../../core/processes/types.ts';
import { entryReader, readBare } from './entry.ts';
import { type Machine, readMachine } from './machine.ts';
import { readProcesses, tableOf } from './processes.ts';

/** A process does what changes these parts (exec, setns, setuid, a move to another cgroup) while it is young, nearly always. */
const YOUNG_MS = 5000;
/** The parts of all others are read again so often, if that takes no longer than this in one reading; else in turn. */
const RENEW_MS = 10_000;
const RENEW_BUDGET_MS = 20;

interface Known {
  entry: ProcessEntry;
  /** When its parts were read: milliseconds since 1970. */
  at: number;
}

/**
 * A reader like `readProcesses` for lists on a screen: /proc/PID/stat is of now, other parts of a process that is neither
 * new nor young and has the same name may be some seconds old, of very many processes a minute. At 5,000 processes this
 * takes a quarter of the time. Reading `only` some processes, or other parts than `kept`, is as ever.
 */
export function processWatcher(kept: readonly ProcessPart[], budgetMs = RENEW_BUDGET_MS): typeof readProcesses {
  let before: ReadonlyMap<number, Known> = new Map();
  let turn = 0;
  return (parts, only) => {
    if (only || parts.join() !== kept.join()) return readProcesses(parts, only);
    const round = new Round(before, readMachine(), { turn, kept, budgetMs });
    const table = round.read();
    ({ turn, known: before } = round);
    return table;
  };
}

interface RoundOptions {
  turn: number;
  kept: readonly ProcessPart[];
  budgetMs: number;
}

/** One reading of all. */
class Round {
  readonly known = new Map<number, Known>();
  /** Up to this process parts were renewed in this round of rounds; 0: all that were due. */
  turn: number;
  readonly #before: ReadonlyMap<number, Known>;
  readonly #machine: Machine;
  readonly #kept: readonly ProcessPart[];
  readonly #budgetMs: number;
  readonly #complete: (pid: number, entry: ProcessEntry) => ProcessEntry;
  readonly #now = Date.now();
  #spent = 0;

  constructor(before: ReadonlyMap<number, Known>, machine: Machine, { turn, kept, budgetMs }: RoundOptions) {
    this.#before = before;
    this.#machine = machine;
    this.#kept = kept;
    this.#budgetMs = budgetMs;
    this.#complete = entryReader(kept, machine.pageSize);
    this.turn = turn;
  }

  read(): ProcessTable {
    const table = tableOf((pid) => this.#entry(pid), this.#machine, this.#kept);
    if (this.#spent < this.#budgetMs) this.turn = 0;
    return table;
  }

  #entry(pid: number): ProcessEntry {
    const bare = readBare(pid, this.#machine.pageSize);
    const old = this.#before.get(pid);
    if (!old || !this.#isSettled(old, bare)) return this.#keep({ entry: this.#complete(pid, bare), at: this.#now });
    if (this.#isDue(old)) return this.#keep({ entry: this.#renew(bare), at: this.#now });
    return this.#keep({ entry: { ...old.entry, ...bare }, at: old.at });
  }

  /** Whether its parts are likely to be as they were. */
  #isSettled({ entry, at }: Known, { startTime, comm }: ProcessEntry): boolean {
    const { bootTime, ticksPerSecond } = this.#machine;
    const started = bootTime + (startTime * 1000) / ticksPerSecond;
    return entry.startTime === startTime && entry.comm === comm && at - started > YOUNG_MS;
  }

  #isDue({ entry, at }: Known): boolean {
    return this.#now - at > RENEW_MS && entry.pid > this.turn && this.#spent < this.#budgetMs;
  }

  #renew(bare: ProcessEntry): ProcessEntry {
    const begun = performance.now();
    const entry = this.#complete(bare.pid, bare);
    this.#spent += performance.now() - begun;
    this.turn = bare.pid;
    return entry;
  }

  #keep(one: Known): ProcessEntry {
    this.known.set(one.entry.pid, one);
    return one.entry;
  }
}
