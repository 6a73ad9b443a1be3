/** Unpacking layers in the helper process, one after another. */
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { SpcError } from '../../core/errors.ts';
import { throwReported } from '../helper-failure.ts';
import { helperProgram } from '../package-root.ts';
import { exitStatus } from '../process.ts';
import { asBadArchive } from './blobs.ts';
import { badArchive } from './errors.ts';
import { decompressed, Meter } from './stream.ts';

/** A layer beyond this is no layer. */
const MAX_LAYER_BYTES = 64 * 1024 ** 3;

/** Beside the parent directory's files: a .ts when run from the source, a .js when built. */
const HELPER = helperProgram('unpack-main');

/**
 * Unpacks a layer into a root file system.
 *
 * @param diffId hex sha256 its plain tar must have
 * @param onBytes called with the bytes done so far
 * @returns the plain tar's size
 * @throws `bad-archive`, `no-root`, `no-capability`, `system`: the root is then of no use
 */
export async function unpackLayer(
  layer: Readable,
  root: string,
  diffId: string,
  onBytes: (total: number) => void,
): Promise<number> {
  const meter = new Meter(MAX_LAYER_BYTES, onBytes);
  const helper = startHelper(root);
  const fed = decompressed(layer)
    .then((plain) => pipeline(Readable.from(meter.through(plain), { objectMode: false }), helper.input))
    .catch((error: NodeJS.ErrnoException) => {
      helper.input.destroy();
      // the helper ended first: its own word is the cause
      return error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? undefined : asBadArchive(error);
    });
  const [feedError] = await Promise.all([fed, helper.done]).catch(async (error) => {
    throw (await fed) ?? error;
  });
  if (feedError) throw feedError;
  if (meter.digest() !== diffId) throw badArchive(`a layer does not match its digest ${diffId}`);
  return meter.bytes;
}

function startHelper(root: string): { input: NodeJS.WritableStream & { destroy(): unknown }; done: Promise<void> } {
  const child = spawn(process.execPath, ['--no-warnings', HELPER, root], {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', reject);
  child.on('exit', (code, signal) => resolve(exitStatus(code, signal)));
  const report = text(child.stdio[3] as NodeJS.ReadableStream);
  const done = Promise.all([promise, report]).then(([status, answer]) => throwFailure(status, answer));
  return { input: child.stdin as NonNullable<typeof child.stdin>, done };
}

function throwFailure(status: number, answer: string): void {
  throwReported(answer);
  if (status !== 0) throw new SpcError('system', 'cannot unpack a layer', `the helper ended with status ${status}`);
}
