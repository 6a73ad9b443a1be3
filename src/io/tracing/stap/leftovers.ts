/** uprobes of a stapbpf that was killed: the kernel keeps their definitions until they are taken out. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const FILES = ['/sys/kernel/tracing/uprobe_events', '/sys/kernel/debug/tracing/uprobe_events'];

/** How long one may still be in use after its process has ended. */
const TRIES = 20;
const PAUSE_MS = 50;

/** Takes out those whose process is no more; nothing where tracefs is not mounted. */
export async function removeStaleUprobes(): Promise<void> {
  const file = FILES.find((path) => existsSync(path));
  if (!file) return;
  for (let tries = 0; tries < TRIES && !removeFrom(file); tries++) await setTimeout(PAUSE_MS);
}

/** False: some are still in use. */
function removeFrom(file: string): boolean {
  try {
    const events = [...readFileSync(file, 'latin1').matchAll(/^[pr]:(uprobes\/stapprobe_(\d+)_\d+) /gm)];
    const stale = events.filter(([, , pid]) => !existsSync(`/proc/${pid}`));
    return stale.map(([, event]) => attempt(() => appendFileSync(file, `-:${event}\n`))).every(Boolean);
  } catch {
    return true; // not to be read: nothing of ours is there
  }
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
