import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPolicies } from '../../src/io/policy-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(homedir(), '.spc-test-policy-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const RULES = 'version: 1\nrules:\n  - {repository: "*", privileges: all, action: refuse}\n';
const write = (name: string, text = RULES) => writeFileSync(join(dir, name), text, { mode: 0o600 });
const wrong = (more: object) => expect.objectContaining({ code: 'config', ...more });

test('folder by folder, each sorted by name; other files are none', async () => {
  mkdirSync(join(dir, 'second'));
  for (const name of ['b.yaml', 'a.yml', '.hidden.yaml', 'notes.txt', 'second/0.yaml']) write(name);
  const policies = await loadPolicies([dir, join(dir, 'absent'), join(dir, 'second')]);
  expect(policies.map(({ source }) => source)).toEqual(
    ['a.yml', 'b.yaml', 'second/0.yaml'].map((name) => join(dir, name)),
  );
  expect(policies[0]?.rules).toEqual([{ name: 'rules[0]', repository: '*', privileges: 'all', action: 'refuse' }]);
});

test('no folder, no policy', async () => {
  expect(await loadPolicies([join(dir, 'absent')])).toEqual([]);
});

test('a file others may write stops everything', async () => {
  write('a.yaml');
  write('b.yaml');
  chmodSync(join(dir, 'b.yaml'), 0o666);
  await expect(loadPolicies([dir])).rejects.toThrow(wrong({ message: `${dir}/b.yaml is not safe to trust` }));
});

test('a folder others may write is refused even when empty', async () => {
  chmodSync(dir, 0o777);
  await expect(loadPolicies([dir])).rejects.toThrow(wrong({ message: `${dir} is not safe to trust` }));
});

test.each([
  ['an alias bomb', `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`],
  ['a key twice', `${RULES}version: 1\n`],
  ['no YAML', 'version: [1'],
  ['a deep nest', '['.repeat(100_000)],
  ['two documents', `${RULES}---\n${RULES}`],
])('%s is refused', async (_, text) => {
  write('a.yaml', text);
  await expect(loadPolicies([dir])).rejects.toThrow(wrong({ message: `the policy ${dir}/a.yaml is not YAML` }));
});

test('a wrong value is named with its file', async () => {
  write('a.yaml', 'version: 1\nrules: [{action: no}]\n');
  const what = { message: `the policy ${dir}/a.yaml is wrong`, why: 'rules[0].action: must be allow or refuse' };
  await expect(loadPolicies([dir])).rejects.toThrow(wrong(what));
});

test('__proto__ is a key like any other unknown one', async () => {
  write('a.yaml', `${RULES}__proto__: {polluted: true}\n`);
  await expect(loadPolicies([dir])).rejects.toThrow(wrong({ why: expect.stringContaining("unknown key '__proto__'") }));
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a file over 256 KiB is refused', async () => {
  write('a.yaml', `${RULES}#${'x'.repeat(256 * 1024)}`);
  await expect(loadPolicies([dir])).rejects.toThrow(wrong({ why: 'it is larger than 262144 bytes' }));
});
