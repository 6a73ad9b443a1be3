/** A second reader of a capture: a file, spc's own stdout, or wireshark. */
import { closeSync } from 'node:fs';
import type { EndReason } from '../../core/events.ts';
import { attempt } from '../inspect/files.ts';
import { createPrivate, requireFree } from '../new-file.ts';
import { writeAll } from '../stdout.ts';
import type { StreamSink } from './types.ts';

export interface PcapCopy {
  /** The capture begins: until then nothing of it is there, and what it shall replace is untouched. Throws SpcError. */
  begin(): void;
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
 * A file that only its owner may read, made when the capture begins. Throws `usage` when there is one now, unless `force`:
 * then the new one takes its place. A symbolic link is never followed.
 */
export function copyToFile(path: string, force: boolean): PcapCopy {
  const options = { force, hint: '--force puts a new one in its place' };
  requireFree(path, options);
  return copyTo(() => createPrivate(path, options), path);
}

const STDOUT = 1;

/** spc's own stdout. */
export const copyToStdout = (): PcapCopy => copyTo(() => STDOUT, 'stdout');

/** @param open gives what is written to until it takes no more, and closed at the end unless it is stdout */
function copyTo(open: () => number, name: string): PcapCopy {
  const { promise: failed, resolve: fail } = Promise.withResolvers<{ reason: EndReason; message: string }>();
  let fd: number | undefined;
  const close = () => {
    const opened = fd ?? STDOUT;
    fd = undefined;
    if (opened !== STDOUT) attempt(() => closeSync(opened));
  };
  const broke = ({ code, message }: NodeJS.ErrnoException) => {
    close();
    fail(code === 'EPIPE' ? { reason: 'stopped', message: '' } : { reason: 'full', message: `${name}: ${message}` });
  };
  return {
    begin: () => {
      fd = open();
    },
    write: async (chunk) => {
      if (fd !== undefined) await writeAll(fd, chunk).catch(broke);
    },
    end: async () => close(),
    failed,
  };
}
