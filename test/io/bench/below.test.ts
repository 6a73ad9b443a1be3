import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pathsBelow } from '../../../src/io/bench/below.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-below-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('lists all, itself too, and enters no link', () => {
  mkdirSync(join(folder, 'certs/a'), { recursive: true });
  writeFileSync(join(folder, 'certs/a/ca.crt'), '');
  symlinkSync('/etc', join(folder, 'certs/etc'));
  const found = pathsBelow(join(folder, 'certs'));
  expect('ok' in found && found.ok.sort()).toEqual(
    ['', '/a', '/a/ca.crt', '/etc'].map((path) => `${folder}/certs${path}`),
  );
});

it('a folder that is a link is not entered', () => {
  symlinkSync('/etc', join(folder, 'link'));
  expect(pathsBelow(join(folder, 'link'))).toEqual({ ok: [join(folder, 'link')] });
});

it('where there is none there is nothing', () => expect(pathsBelow(join(folder, 'nope'))).toEqual({ ok: [] }));

it('does not go through what is endless', () => {
  mkdirSync(join(folder, 'many'));
  for (let n = 0; n < 10_001; n++) writeFileSync(join(folder, 'many', String(n)), '');
  expect(pathsBelow(join(folder, 'many'))).toEqual({ missing: `${folder}/many holds more than 10000 files` });
});
