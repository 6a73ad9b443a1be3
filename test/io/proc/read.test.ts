import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { MAX_MOUNTINFO, readProc, tryReadProc } from '../../../src/io/proc/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('cuts a file at 128 KiB, but a table of mounts at 4 MiB', () => {
  const path = join(folder, 'long');
  writeFileSync(path, 'x'.repeat(MAX_MOUNTINFO + 1));
  expect(readProc(path)).toHaveLength(128 * 1024);
  expect(tryReadProc(path, MAX_MOUNTINFO)).toHaveLength(MAX_MOUNTINFO);
});
