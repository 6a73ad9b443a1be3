/** Changing a record on disk in one step. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** A reader sees the old text or the new one, and a link of that name is replaced, never followed. */
export function replaceFile(path: string, text: string, mode: number): void {
  const next = `${path}.${process.pid}`;
  rmSync(next, { force: true });
  writeFileSync(next, text, { flag: 'wx', mode });
  renameSync(next, path);
}
