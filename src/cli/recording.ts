/** Options that say how a session is recorded, and the recorder they ask for. */
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseSize } from '../core/size.ts';
import type { Target } from '../core/target.ts';
import { identify } from '../io/builtin/pids.ts';
import { makeDirectory, newSessionDirectory, removeDirectory } from '../io/recorder/directory.ts';
import { openRecorder, RESERVE } from '../io/recorder/recorder.ts';
import type { Recorder } from '../io/recorder/types.ts';
import type { Guard } from '../io/tracing/types.ts';
import { packageVersion } from './package-version.ts';

export interface RecordingOptions {
  /** The directory; true: a new one where sessions are kept. */
  record?: string | true;
  /** Bytes. */
  maxSize?: number;
  onFull?: 'rotate' | 'stop';
}

/** Bytes a record may have when nothing else is said. */
export const MAX_SIZE = 1024 ** 3;
/** Below it no part of a session would be worth keeping. */
const LEAST_SIZE = 1024 ** 2;

/** Adds --max-size and --on-full. */
export function withLimits(command: Command): Command {
  return command
    .addOption(new Option('--max-size <size>', 'how large the record may become (1G)').argParser(size))
    .addOption(
      new Option('--on-full <what>', 'what then: rotate drops the oldest output, stop ends the session')
        .choices(['rotate', 'stop'])
        .default('rotate', 'rotate'),
    );
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes >= LEAST_SIZE) return bytes;
  throw new InvalidArgumentError('It must be 1M at least.');
}

/** What opens the session directory; undefined: nothing is to be recorded. */
export function recorderFor(
  options: RecordingOptions,
  guard: Guard,
): ((target: Target) => Promise<Recorder>) | undefined {
  const { record, maxSize: maxBytes = MAX_SIZE, onFull = 'rotate' } = options;
  if (record === undefined) return undefined;
  return async ({ container, title }) => {
    const directory =
      record === true ? newSessionDirectory(container?.name ?? title, new Date()) : makeDirectory(record);
    const { startTime = '0' } = identify(process.pid) ?? {};
    const writing = { spc: packageVersion(), process: { pid: process.pid, startTime: Number(startTime) } };
    await guard.file(join(directory.path, RESERVE)).catch((error) => {
      if (directory.made) removeDirectory(directory);
      directory.close();
      throw error;
    });
    return openRecorder(directory, { maxBytes, onFull }, writing);
  };
}
