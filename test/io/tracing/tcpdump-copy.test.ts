import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { copyToFile } from '../../../src/io/tracing/tcpdump-copy.ts';

const scratch = mkdtempSync(join(tmpdir(), 'spc-copy-'));
afterAll(() => rmSync(scratch, { recursive: true }));

it('until the capture begins no file is made, and none is lost', async () => {
  const [fresh, old] = [join(scratch, 'fresh'), join(scratch, 'old')];
  writeFileSync(old, 'an earlier capture');
  const copies = [copyToFile(fresh, false), copyToFile(old, true)] as const;
  expect(existsSync(fresh)).toBe(false);
  expect(readFileSync(old, 'utf8')).toBe('an earlier capture');
  for (const copy of copies) {
    copy.begin();
    await copy.write(Buffer.from('packets'));
    await copy.end();
  }
  expect([fresh, old].map((path) => readFileSync(path, 'utf8'))).toEqual(['packets', 'packets']);
});

it('a file that came meanwhile is not written over', () => {
  const path = join(scratch, 'late');
  const copy = copyToFile(path, false);
  writeFileSync(path, 'theirs');
  expect(() => copy.begin()).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(readFileSync(path, 'utf8')).toBe('theirs');
});
