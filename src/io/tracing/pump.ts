/** From a tool's pipe into a stream. */
import type { Readable } from 'node:stream';
import type { StreamSink } from './types.ts';

/** Passes everything on, no faster than it is taken. Resolves at the end, also when the pipe breaks. */
export async function pump(from: Readable, to: StreamSink): Promise<void> {
  try {
    for await (const chunk of from) await to.write(chunk as Buffer);
  } catch {
    // a pipe that broke has ended
  }
  to.end();
}
