/** Changing a record on disk in one step. */
import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** A reader sees the old text or the new one, and a link of that name is replaced, never followed. It has that mode whatever the umask. */
export function replaceFile(path: string, text: string, mode: number): void {
  const next = `${path}.${process.pid}`;
  rmSync(next, { force: true });
  const fd = openSync(next, 'wx', mode);
  try {
    fchmodSync(fd, mode);
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
  renameSync(next, path);
}
