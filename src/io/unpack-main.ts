/**
 * The helper that unpacks one layer: a tar on standard input, into the directory its argument names. It makes that
 * directory its root and gives up every capability that could lead out before it reads a byte.
 */
import { extract } from 'tar-stream';
import type { Capability } from '../core/capabilities.ts';
import { SpcError } from '../core/errors.ts';
import { reportFailure } from './helper-failure.ts';
import { keepOnly } from './linux/capabilities.ts';
import { chroot, closeAtExec } from './linux.ts';
import { asBadArchive } from './store/blobs.ts';
import { applyEntry, finishLayer, type Layer } from './store/inside/apply.ts';

const REPORT_FD = 3;
/** What writing files of any owner, mode and attribute takes. */
const NEEDED: Capability[] = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETFCAP'];

void main().catch((error) => {
  const failure = asBadArchive(error);
  const known = failure instanceof SpcError;
  reportFailure(REPORT_FD, known ? failure : new SpcError('system', 'cannot unpack a layer', failure.message));
});

async function main(): Promise<void> {
  closeAtExec();
  process.umask(0);
  chroot(process.argv[2] ?? '');
  keepOnly(NEEDED, () => {});
  await unpack();
}

/** File operations are synchronous: the thread pool's threads kept their capabilities. */
async function unpack(): Promise<void> {
  const layer: Layer = { written: new Set(), directories: new Map() };
  const archive = extract();
  process.stdin.on('error', (error) => archive.destroy(error));
  process.stdin.pipe(archive);
  for await (const entry of archive) {
    await applyEntry(layer, entry.header, entry as unknown as AsyncIterable<Buffer>);
    entry.resume();
  }
  finishLayer(layer);
}
