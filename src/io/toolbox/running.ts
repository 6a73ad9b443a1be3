/** A tool at work, however it was started. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { openPipe } from '../linux/pipe.ts';
import { exitStatus } from '../process.ts';
import type { RunningTool } from '../tracing/types.ts';

/** Where a tool's output comes from, and the ends it writes to. */
export interface Outputs {
  stdout: Readable;
  stderr: Readable;
  /** Descriptors for the program; closed by `given` once it has them. */
  write: [stdout: number, stderr: number];
  given(): void;
  /** Nobody will read. */
  drop(): void;
}

export function openOutputs(): Outputs {
  const [out, err] = [openPipe(), openPipe()];
  return {
    stdout: out.reader,
    stderr: err.reader,
    write: [out.write, err.write],
    given: () => {
      closeSync(out.write);
      closeSync(err.write);
    },
    drop: () => {
      out.reader.destroy();
      err.reader.destroy();
    },
  };
}

/** What differs between ways of starting. */
export interface Parts extends Pick<RunningTool, 'tool' | 'argv' | 'pid' | 'signal' | 'stdin'> {
  outputs: Outputs;
  /** The exit status, when the tool has ended and nothing it started holds its output. */
  exited: Promise<number>;
  /** What comes after: told to the guard. */
  after(): Promise<void>;
}

/**
 * INT, then TERM and KILL for one that does not end; `ended` when it has and its output was read. Asked again with less grace,
 * it begins anew.
 */
export function runningTool({ outputs, exited, after, signal, ...rest }: Parts): RunningTool {
  const { stdout, stderr } = outputs;
  const read = Promise.all([stdout, stderr].map(closed));
  const ended = exited.then(async (status) => {
    await after().catch(() => {}); // then the guard sees to it
    await read;
    return status;
  });
  let least = Number.POSITIVE_INFINITY;
  return {
    ...rest,
    stdout,
    stderr,
    signal,
    ended,
    stop: async (graceMs = 2000) => {
      if (graceMs < least) {
        least = graceMs;
        await escalate(signal, exited, graceMs);
      }
      return await ended;
    },
  };
}

/** However it ends: at its end, broken, or given up by who reads. */
async function closed(stream: Readable): Promise<void> {
  if (!stream.closed) await once(stream, 'close').catch(() => {});
}

async function escalate(signal: RunningTool['signal'], exited: Promise<number>, graceMs: number): Promise<void> {
  const timers = [setTimeout(() => signal('SIGTERM'), graceMs), setTimeout(() => signal('SIGKILL'), 2 * graceMs)];
  let over = false;
  void exited.then(() => {
    over = true;
  });
  await Promise.resolve(); // one that has ended is not signalled
  if (!over) signal('SIGINT');
  await exited;
  for (const timer of timers) clearTimeout(timer);
}

/** The exit status of a child; 127 when it could not be started. */
export function exitOf(child: ChildProcess): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on('error', () => resolve(127));
  child.on('exit', (code, signal) => resolve(exitStatus(code, signal)));
  return promise;
}
