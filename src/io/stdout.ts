/** Descriptors that never hold up the process: a reader that pauses must not keep spc from hearing signals. */
import { write } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const AGAIN_MS = 5;
const STDOUT = 1;

/** Writes all of the text; resolves when it is written. Rejects with EPIPE when nobody reads any more. */
export async function writeStdout(text: string): Promise<void> {
  await writeAll(STDOUT, Buffer.from(text));
}

/** Writes all of it to a descriptor; resolves when it is written. Rejects with the error of write(2); see `unwrittenBy`. */
export async function writeAll(fd: number, data: Buffer): Promise<void> {
  let rest = data;
  try {
    while (rest.length > 0) rest = rest.subarray(await writeSome(fd, rest));
  } catch (error) {
    throw Object.assign(error as Error, { unwritten: rest.length });
  }
}

/** Of an error of `writeAll`: how many bytes, the last ones, were not written. */
export const unwrittenBy = (error: Error & { unwritten?: number }): number => error.unwritten ?? 0;

/** A descriptor shared with someone who made it non-blocking may have no room now. */
async function writeSome(fd: number, data: Buffer): Promise<number> {
  try {
    return await new Promise((resolve, reject) =>
      write(fd, data, (error, written) => (error ? reject(error) : resolve(written))),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    await setTimeout(AGAIN_MS);
    return 0;
  }
}
