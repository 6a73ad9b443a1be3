/** What is typed, on its way to the command's terminal. */
import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';

/** How long until a terminal whose input is full is tried again, milliseconds. */
const RETRY_MS = 10;

/**
 * Writes into a terminal's master end, non-blocking, that `terminal` reads and closes. A terminal takes some 64 kB that
 * nobody reads (pty(7)); then this stream waits, and so does whoever writes to it, and nothing else of spc. Node's own
 * stream on a master would block instead. Keys for a terminal that is gone go nowhere; when no more will come, it is hung up.
 */
export function keysTo(terminal: ReadStream, master: number): Writable {
  const write = (keys: Buffer, done: () => void): void => {
    // its number may be another file's once it is destroyed
    const rest = terminal.destroyed ? keys.subarray(keys.length) : keys.subarray(writeSome(master, keys));
    if (rest.length === 0) done();
    else setTimeout(write, RETRY_MS, rest, done);
  };
  return new Writable({
    write: (keys: Buffer, _encoding, done) => write(keys, done),
    final: (done) => {
      terminal.destroy();
      done();
    },
  });
}

/** How many bytes went in. */
function writeSome(master: number, keys: Buffer): number {
  try {
    return writeSync(master, keys);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    return keys.length; // EIO: nobody holds the other end any more
  }
}
