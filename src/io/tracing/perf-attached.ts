/** When perf has begun to watch: it says so nowhere. */
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { statOf } from '../proc/one.ts';

const EVERY_MS = 20;
/** Thousands of threads take seconds. */
const LIMIT_MS = 30_000;

/** Resolves when perf's events are open and it waits for them, seen twice in a row, or when `isOver`. */
export async function perfAttached(pid: number, isOver: () => boolean): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  let before = 0;
  while (!isOver() && Date.now() < end) {
    const files = waitingFiles(pid);
    if (files > 0 && files === before) return;
    before = files;
    await sleep(EVERY_MS);
  }
}

/** How many files it has open, when it sleeps and an event is among them; else 0. */
function waitingFiles(pid: number): number {
  try {
    const folder = `/proc/${pid}/fd`;
    const files = readdirSync(folder);
    const hasEvents = files.some((file) => readlinkSync(`${folder}/${file}`) === 'anon_inode:[perf_event]');
    return hasEvents && statOf(pid)?.state === 'S' ? files.length : 0;
  } catch {
    return 0; // it starts, or has ended
  }
}
