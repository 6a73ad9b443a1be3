/** A command that gets the signals sent to spc, from the very first on. */
import type { ChildProcess } from 'node:child_process';
import { type Seat, withSignals } from '../foreground.ts';

type Signal = NodeJS.Signals | number;

/** What is started: its status, and how it is sent a signal. */
export interface Watched {
  kill: ChildProcess['kill'];
  ended: Promise<number>;
}

/**
 * Starts a command and waits for its end. Signals are taken over before it is started: one that came just then would end
 * spc and leave the command. Resolves and rejects as `start` and `ended` do.
 */
export async function watched(start: () => Watched | Promise<Watched>, seat: Seat = {}): Promise<number> {
  const early: Signal[] = [];
  let send = (signal: Signal = 'SIGTERM') => early.push(signal) > 0;
  const run = async () => {
    await undefined; // signals first
    const { kill, ended } = await start();
    send = kill;
    for (const signal of early) kill(signal);
    return await ended;
  };
  return await withSignals({ kill: (signal) => send(signal) }, run(), seat);
}
