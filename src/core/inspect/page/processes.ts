/** The processes that belong to the target. */
import type { PageItem } from '../../page.ts';
import type { Inspection } from '../inspection.ts';
import { firstOf } from './items.ts';

const SHOWN = 8;

/** The first of its processes; with `all` every one. */
export function processItems({ processes }: Inspection, all: boolean): PageItem[] {
  if (processes.length === 0) return [];
  const [shown, notes] = firstOf(processes, SHOWN, all, 'processes');
  const rows = shown.map(({ pid, nsPid, user, command }) => [String(pid), String(nsPid ?? '-'), user || '-', command]);
  return [{ rows: [['PID', 'INSIDE', 'USER', 'COMMAND'], ...rows], right: [0, 1] }, ...notes];
}
