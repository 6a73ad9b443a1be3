/** When stapbpf and staprun have begun to watch. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
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
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
    const catches = (BigInt(`0x${field('SigCgt') || '0'}`) & SIGINT_BIT) !== 0n;
    return field('Name') === 'stapbpf' && catches && Number(field('Threads')) > 1 && field('State') === 'S';
  } catch {
    return false;
  }
}
