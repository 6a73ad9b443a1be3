/** stdout that never holds up the process: a reader that pauses must not keep spc from hearing signals. */
import { write } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const AGAIN_MS = 5;

/** Writes all of the text; resolves when it is written. Rejects with EPIPE when nobody reads any more. */
export async function writeStdout(text: string): Promise<void> {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(await writeSome(rest));
}

/** A descriptor shared with someone who made it non-blocking may have no room now. */
async function writeSome(data: Buffer): Promise<number> {
  try {
    return await new Promise((resolve, reject) =>
      write(1, data, (error, written) => (error ? reject(error) : resolve(written))),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    await setTimeout(AGAIN_MS);
    return 0;
  }
}
