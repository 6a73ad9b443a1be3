/** The file that perf record's samples are written to. */
import { once } from 'node:events';
import { createWriteStream, unlinkSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createPrivate } from '../new-file.ts';
import type { StreamSink } from './types.ts';

export interface PerfFile extends StreamSink {
  /** Resolves when all is written: with the error's text when it could not be. */
  done: Promise<string>;
  /** Nothing came of it. */
  remove(): void;
}

/** A new file for its owner alone: nothing is overwritten, and no link is followed. Throws `usage`, `system`. */
export function createPerfFile(path: string): PerfFile {
  const stream = createWriteStream(path, {
    fd: createPrivate(path, { force: false, hint: 'remove it, or name another: -o FILE' }),
  });
  const done = finished(stream).then(
    () => '',
    (error: Error) => error.message,
  );
  let isBroken = false;
  let drained: Promise<void> | undefined;
  void done.then((message) => {
    isBroken = message !== '';
  });
  const untilDrained = async () => {
    await Promise.race([once(stream, 'drain'), done]).catch(() => {});
    drained = undefined;
  };
  return {
    // once it is broken the rest is dropped: perf must be read to its end
    write: (chunk) => {
      if (isBroken || stream.write(chunk)) return;
      drained ??= untilDrained();
      return drained;
    },
    end: () => void (isBroken || stream.end()),
    remove: () => {
      stream.destroy();
      unlinkSync(path);
    },
    done,
  };
}
