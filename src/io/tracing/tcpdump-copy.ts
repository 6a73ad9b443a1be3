/** A second reader of a capture: a file, spc's own stdout, or wireshark. */
import { closeSync, constants, lstatSync, openSync, unlinkSync, write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpcError } from '../../core/errors.ts';
import type { EndReason } from '../../core/events.ts';
import { attempt } from '../inspect/files.ts';
import type { StreamSink } from './types.ts';

export interface PcapCopy {
  /** Resolves when the next may come. Never rejects. */
  write(chunk: Buffer): Promise<void>;
  /** Nothing more comes. */
  end(): Promise<void>;
  /** Resolves when it takes no more: the reader went, or the disk is full. `message` for the user; may be empty. */
  failed: Promise<{ reason: EndReason; message: string }>;
}

/** A sink whose bytes a copy gets, too. */
export function withCopy(sink: StreamSink, copy: PcapCopy): StreamSink {
  return {
    write: async (chunk) => void (await Promise.all([copy.write(chunk), sink.write(chunk)])),
    end: () => sink.end(),
  };
}

/**
 * A new file that only its owner may read. Throws `usage` when there is one, unless `force`: then a new one takes its place.
 * A symbolic link is never followed.
 */
export function copyToFile(path: string, force: boolean): PcapCopy {
  const before = attempt(() => lstatSync(path));
  if (before?.isSymbolicLink()) throw cannotWrite(path, 'it is a symbolic link', 'name the file itself');
  if (before && !before.isFile()) throw cannotWrite(path, 'it is no regular file', 'name another');
  if (before && !force) throw cannotWrite(path, 'there is such a file', '--force puts a new one in its place');
  return copyTo(openNew(path, before !== undefined), path);
}

/** O_EXCL: what was put there meanwhile, a link too, is not written to. */
function openNew(path: string, replace: boolean): number {
  try {
    if (replace) unlinkSync(path);
    return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  } catch (cause) {
    throw cannotWrite(path, (cause as Error).message, '');
  }
}

function cannotWrite(path: string, why: string, hint: string): SpcError {
  return new SpcError('usage', `cannot write the capture to ${path}`, why, hint);
}

/** @param fd written to until it takes no more, and closed at the end unless it is stdout */
export function copyTo(fd: number, name: string): PcapCopy {
  const { promise: failed, resolve: fail } = Promise.withResolvers<{ reason: EndReason; message: string }>();
  let isOpen = true;
  const broke = ({ code, message }: NodeJS.ErrnoException) => {
    isOpen = false;
    fail(code === 'EPIPE' ? { reason: 'stopped', message: '' } : { reason: 'full', message: `${name}: ${message}` });
  };
  return {
    write: async (chunk) => {
      if (isOpen) await writeAll(fd, chunk).catch(broke);
    },
    end: async () => {
      isOpen = false;
      if (fd > 2) attempt(() => closeSync(fd));
    },
    failed,
  };
}

async function writeAll(fd: number, chunk: Buffer): Promise<void> {
  for (let rest = chunk; rest.length > 0; ) rest = rest.subarray(await writeSome(fd, rest));
}

const AGAIN_MS = 5;

/** A descriptor shared with someone who made it non-blocking may have no room now. */
async function writeSome(fd: number, data: Buffer): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  write(fd, data, (error, written) => (error ? reject(error) : resolve(written)));
  return await promise.catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EAGAIN') throw error;
    await sleep(AGAIN_MS);
    return 0;
  });
}
