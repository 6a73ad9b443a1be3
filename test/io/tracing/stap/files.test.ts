import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';
import { keepCopy } from '../../../../src/io/tracing/stap/files.ts';

/** As a file that its container writes to all the while: each reading gives another text. */
const CHANGING = '/proc/sys/kernel/random/uuid';

it('a copy goes by its own content, whatever becomes of the file', async () => {
  const copies = [];
  for (let i = 0; i < 2; i++) {
    const fd = openSync(CHANGING, 'r');
    copies.push(await keepCopy(fd, 0, `target:${CHANGING}`));
    closeSync(fd);
  }
  try {
    expect(new Set(copies).size).toBe(2);
    for (const path of copies) {
      const text = readFileSync(path);
      expect(text).toHaveLength(37);
      const hash = createHash('sha256').update('uuid\0').update(text).digest('hex').slice(0, 32);
      expect(basename(dirname(path))).toBe(`${hash}-0`);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  } finally {
    for (const path of copies) rmSync(dirname(path), { recursive: true });
  }
});
