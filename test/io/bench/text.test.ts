import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readNamed, readNamedJson } from '../../../src/io/bench/saved.ts';
import { fromText, hostText } from '../../../src/io/bench/text.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-text-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(at('folder'));
writeFileSync(at('file'), 'text');
writeFileSync(at('large'), '');
truncateSync(at('large'), 5 * 1024 * 1024);
writeFileSync(at('json'), '{"a": 1}');
spawnSync('mkfifo', [at('fifo')]);

it('reads a file of the host', () => expect(hostText(at('file'))).toEqual({ ok: 'text' }));
it('one that is not there is no failure', () => expect(hostText(at('nope'))).toEqual({ ok: undefined }));
it.each(['folder', 'fifo'])('a %s is missing', (name) =>
  expect(hostText(at(name))).toEqual({ missing: `${at(name)} is no regular file` }),
);
it('one that is too large is missing', () =>
  expect(hostText(at('large'))).toEqual({ missing: `${at('large')} is larger than 4 MiB` }));

it('what a user may not read is not read for them', () => {
  writeFileSync(at('private'), 'secret', { mode: 0o600 });
  expect(hostText(at('private'))).toEqual({ ok: 'secret' });
  expect(hostText(at('private'), 4242)).toEqual({ missing: `${at('private')} is not readable for user 4242` });
  chmodSync(at('private'), 0o644);
  expect(hostText(at('private'), 4242)).toEqual({ ok: 'secret' });
});

it('makes something of it, or says what stands for none', () => {
  const length = (text: string) => ({ ok: text.length });
  expect(fromText(at('file'), length, { ok: -1 })).toEqual({ ok: 4 });
  expect(fromText(at('nope'), length, { ok: -1 })).toEqual({ ok: -1 });
  expect(fromText(at('folder'), length, { ok: -1 })).toHaveProperty('missing');
});

it('reads what the caller names', () => expect(readNamedJson(at('json'), 'the report')).toEqual({ a: 1 }));
it.each(['folder', 'fifo', 'nope'])('a %s that the caller names is an error', (name) =>
  expect(() => readNamed(at(name), 'the report')).toThrow(`the report ${at(name)} cannot be read`),
);
it('what is no JSON is damaged', () =>
  expect(() => readNamedJson(at('file'), 'the report')).toThrow(
    expect.objectContaining({ code: 'bad-report', message: `the report ${at('file')} is damaged` }),
  ));
