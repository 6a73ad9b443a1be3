/** A new file that is written bit by bit. */
import { closeSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { createPrivate } from './new-file.ts';

export interface NewTextFile {
  /** Absolute. */
  path: string;
  /** Appends. Throws `system`. */
  write(text: string): void;
  close(): void;
}

/** Makes it, with mode 0600. Throws `usage` when something is there, `system`. */
export function newTextFile(name: string): NewTextFile {
  const path = resolve(name);
  const fd = createPrivate(path, { force: false });
  return { path, write: (text) => writeAll(fd, path, text), close: () => closeSync(fd) };
}

/** write(2) may write less than it is given. */
function writeAll(fd: number, path: string, text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  } catch (cause) {
    throw new SpcError('system', `cannot write ${path}`, (cause as Error).message, 'what is in it is not all', {
      cause,
    });
  }
}
