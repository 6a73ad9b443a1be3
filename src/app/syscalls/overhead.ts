/** What a tracer costs a system call on this machine. */
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import type { Overhead } from '../../core/syscalls/types.ts';
import type { Loop } from '../../io/timing/loop.ts';
import type { System } from '../system.ts';
import { Choice } from './choice.ts';
import { measure, notMeasured } from './measure.ts';
import type { TimingIo } from './syscalls.ts';

/** Rounds of a read and a write; less for what takes a hundred times as long. */
const ROUNDS: Readonly<Record<TimingTracer, number>> = { bpftrace: 100_000, stap: 100_000, strace: 2000, perf: 10_000 };
const CALLS_A_ROUND = 2;
const TIMES = 5;

/** Measures a loop before the tracer is there, as its target, and beside its target. Throws as `measure` and `startLoop`. */
export async function measureOverhead(
  system: System,
  io: TimingIo,
  tracer: TimingTracer,
  startLoop: () => Loop,
): Promise<Overhead> {
  const [target, other] = [startLoop(), startLoop()];
  try {
    const rounds = ROUNDS[tracer];
    const bare = await callOf(target, rounds);
    const make = () => io.timers[tracer]({ by: 'all', syscalls: [], interval: 0 });
    const choice = new Choice([{ tracer, make }], io);
    const attached = Promise.withResolvers<void>();
    const session = measure(
      system,
      io.session(),
      { target: `pid:${target.pid}`, choice, duration: undefined, onAttached: attached.resolve },
      notMeasured(choice),
    );
    const ended = drain(session);
    await Promise.race([attached.promise, ended]);
    const figures = { bare, traced: await callOf(target, rounds), attached: await callOf(other, rounds) };
    io.end();
    await ended;
    return figures;
  } finally {
    io.end();
    target.end();
    other.end();
  }
}

/** ns a call: what more rounds take beyond one, so that starting dd is not in it. The median of some. */
async function callOf(loop: Loop, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const start = await loop.run(1);
    times.push(((await loop.run(rounds)) - start) / ((rounds - 1) * CALLS_A_ROUND));
  }
  return Math.max(1, Math.round(times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0));
}

async function drain(messages: AsyncGenerator): Promise<void> {
  for await (const _ of messages);
}
