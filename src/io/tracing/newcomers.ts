/** Processes that join a target while it is traced. */
import { readMachine } from '../proc/machine.ts';
import { statOf } from '../proc/one.ts';
import { tryReadProc } from '../proc/read.ts';
import { isDead, traceState } from './newcomers-status.ts';

/** Who is looked for, and what is done with them. */
export interface NewcomerWatch {
  /** Host pids of the target's processes now. */
  pidsOf(): number[];
  /** Tells those that shall never be traced; asked anew for each look. */
  exempt(): (pid: number) => boolean;
  /** Takes those that nobody traces. The next are looked for when it resolves; never rejects. */
  found(pids: number[]): Promise<void>;
}

export interface Watching {
  /** Forget who was seen: whoever is not traced now is found again. */
  again(): void;
  /** Resolves when no more are looked for. */
  stop(): Promise<void>;
}

/** Where the kernel does not tell of new processes, or forgets one, they are looked for so often. */
const LOOK_MS = 50;
/** However many programs are started on the machine, it is not looked for more often. */
const FLOOR_MS = 5;

/**
 * Looks for them until `stop`: whenever the kernel tells of an execve, where it does (the process connector, which needs
 * CAP_NET_ADMIN and the initial pid and user namespaces), and every 50 ms. Children of traced processes are traced from
 * their birth: they are looked at once. `seen`: those that are traced, or being attached, already.
 */
export async function watchNewcomers(watch: NewcomerWatch, seen: Iterable<number>): Promise<Watching> {
  const events = await openEvents();
  const known = new Set(seen);
  let stopped = false;
  const told = () => (events ? Promise.race([events.wait(), sleep(LOOK_MS)]) : sleep(LOOK_MS));
  const pause = async () => void (await Promise.all([told(), sleep(FLOOR_MS)]));
  const work = async () => {
    while (!stopped) {
      const found = newcomers(watch, known);
      if (found.length > 0) await watch.found(found);
      await pause();
    }
    events?.close();
  };
  const working = work();
  return {
    again: () => known.clear(),
    stop: async () => {
      stopped = true;
      await working;
    },
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One wait at a time is under way: that of the socket goes on when the timer was first. */
async function openEvents() {
  try {
    const { openProcEvents } = await import('../netlink/proc-events.ts');
    const events = openProcEvents();
    let waiting: Promise<void> | undefined;
    return {
      wait: () => {
        waiting ??= events.wait().finally(() => {
          waiting = undefined;
        });
        return waiting;
      },
      close: () => void (waiting ?? Promise.resolve()).then(() => events.close()),
    };
  } catch {
    return undefined; // no right to it, or no such kernel: looking every now and then does
  }
}

function newcomers({ pidsOf, exempt }: NewcomerWatch, known: Set<number>): number[] {
  const members = pidsOf();
  const present = new Set(members);
  for (const pid of known) if (!present.has(pid)) known.delete(pid);
  const isExempt = exempt();
  return members.filter((pid) => {
    if (known.has(pid)) return false;
    known.add(pid);
    return !isExempt(pid) && isUntraced(pid);
  });
}

function isUntraced(pid: number): boolean {
  const state = traceState(pid);
  return state !== undefined && !isDead(state) && state.tracer === 0;
}

/** Milliseconds since a process started, exact to a clock tick (10 ms); undefined when it is gone. */
export function ageOf(pid: number): number | undefined {
  const stat = statOf(pid);
  if (!stat) return undefined;
  const uptime = Number((tryReadProc('/proc/uptime') ?? '0').split(' ')[0]);
  return Math.max(0, Math.round(1000 * (uptime - stat.startTime / readMachine().ticksPerSecond)));
}
