/** When stapbpf and staprun have begun to watch. */
import { setTimeout } from 'node:timers/promises';
import { signalsCaughtBy, statOf } from '../../proc/one.ts';
import type { RunningTool } from '../types.ts';

const PAUSE_MS = 10;
const SIGINT_BIT = 2n;

/**
 * Resolves when stapbpf has placed its probes and run `probe begin`, or has ended: `false`. It says nothing; but it catches
 * SIGINT only after that, then starts the thread that reads events, and sleeps.
 */
export async function watching(tool: RunningTool): Promise<boolean> {
  let over = false;
  void tool.ended.then(() => {
    over = true;
  });
  const pid = await tool.pid();
  while (!over) {
    if (isWatching(pid)) return true;
    await setTimeout(PAUSE_MS);
  }
  return false;
}

function isWatching(pid: number): boolean {
  const stat = statOf(pid);
  if (stat?.comm !== 'stapbpf' || stat.state !== 'S' || stat.threads < 2) return false;
  return (signalsCaughtBy(pid) & SIGINT_BIT) !== 0n;
}
