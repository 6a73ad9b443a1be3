/** What lies below a folder. */
import { lstatSync, readdirSync } from 'node:fs';
import type { Piece } from '../../core/bench/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { unreadable } from './text.ts';

/** A folder of certificates has a few. */
const MAX_ENTRIES = 10_000;

/** Paths of the folder itself and of all below it; no link is entered. [] when there is none. */
export function pathsBelow(folder: string): Piece<string[]> {
  try {
    if (!lstatSync(hostPath(folder)).isDirectory()) return { ok: [folder] };
    const found = [folder];
    const open = [folder];
    for (const path of open) {
      const entries = readdirSync(hostPath(path), { withFileTypes: true });
      found.push(...entries.map(({ name }) => `${path}/${name}`));
      open.push(...entries.flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : [])));
      if (found.length > MAX_ENTRIES) return { missing: `${folder} holds more than ${MAX_ENTRIES} files` };
    }
    return { ok: found };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? { ok: [] } : unreadable(folder, error);
  }
}
