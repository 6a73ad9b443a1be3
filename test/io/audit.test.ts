import { execFile } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AuditEntry, appendAudit } from '../../src/io/audit.ts';

let dir: string;
let log: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-audit-'));
  log = join(dir, 'new/audit.jsonl');
  vi.stubEnv('SPC_AUDIT_LOG', log);
  vi.stubEnv('SUDO_USER', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const entry: AuditEntry = {
  action: 'run',
  engine: 'docker',
  image: { ref: 'rhel-tools', id: 'sha256:abc' },
  argv: ['docker', 'run', '-e', 'DB_PASSWORD=hunter2', 'a\nb\u202e'],
  decision: 'allow',
  reason: 'the user said yes',
};
const lines = () =>
  readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const refused = (why: RegExp) => expect.objectContaining({ code: 'system', why: expect.stringMatching(why) });

test('one ASCII line an entry, with time, uid, user and pid, and secrets masked', () => {
  appendAudit(entry);
  appendAudit({ ...entry, decision: 'refuse' });
  expect(readFileSync(log, 'utf8')).toMatch(/^[\x20-\x7e\n]+$/);
  expect(lines()).toEqual([
    {
      ...entry,
      argv: ['docker', 'run', '-e', 'DB_PASSWORD=***', 'a\nb\u202e'],
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      uid: process.geteuid?.(),
      user: expect.stringMatching(/./),
      pid: process.pid,
    },
    expect.objectContaining({ decision: 'refuse' }),
  ]);
});

test('folder 0700, file 0600', () => {
  appendAudit(entry);
  expect([statSync(join(dir, 'new')).mode & 0o777, statSync(log).mode & 0o777]).toEqual([0o700, 0o600]);
});

test.skipIf(process.geteuid?.() !== 0)('names the user behind sudo', () => {
  vi.stubEnv('SUDO_USER', 'ann');
  appendAudit(entry);
  expect(lines()[0].user).toBe('ann');
});

test('lines of concurrent writers do not mix', async () => {
  const writer = new URL('../fixtures/audit/writer.ts', import.meta.url).pathname;
  const writers = ['a', 'b', 'c'].map((mark) => promisify(execFile)(process.execPath, [writer, mark, '40']));
  await Promise.all(writers);
  const marks = lines().map(({ argv }) => argv[0]);
  expect(marks.toSorted().join('')).toBe('a'.repeat(40) + 'b'.repeat(40) + 'c'.repeat(40));
});

test('refuses a symbolic link, and leaves its target alone', () => {
  mkdirSync(join(dir, 'new'), { mode: 0o700 });
  writeFileSync(join(dir, 'target'), 'untouched');
  symlinkSync(join(dir, 'target'), log);
  expect(() => appendAudit(entry)).toThrow(refused(/ELOOP/));
  expect(readFileSync(join(dir, 'target'), 'utf8')).toBe('untouched');
});

test('refuses a link of another kind, and a folder in place of the file', () => {
  mkdirSync(join(dir, 'new'), { mode: 0o700 });
  writeFileSync(join(dir, 'target'), 'untouched');
  linkSync(join(dir, 'target'), log);
  expect(() => appendAudit(entry)).toThrow(refused(/not a plain file/));
  rmSync(log);
  mkdirSync(log);
  expect(() => appendAudit(entry)).toThrow(refused(/EISDIR/));
});

test('refuses a folder that is a link, or that others may write', () => {
  mkdirSync(join(dir, 'real'), { mode: 0o700 });
  symlinkSync('real', join(dir, 'new'));
  expect(() => appendAudit(entry)).toThrow(refused(/not a plain directory/));
  vi.stubEnv('SPC_AUDIT_LOG', join(dir, 'real/log'));
  chmodSync(join(dir, 'real'), 0o1777);
  expect(() => appendAudit(entry)).toThrow(refused(/mode 1777/));
});

test('refuses a file others may write', () => {
  appendAudit(entry);
  chmodSync(log, 0o622);
  expect(() => appendAudit(entry)).toThrow(refused(/mode 0622/));
});

test('refuses a device', () => {
  vi.stubEnv('SPC_AUDIT_LOG', '/dev/full');
  expect(() => appendAudit(entry)).toThrow(refused(/not a plain file/));
});

test('SPC_AUDIT_LOG must be absolute', () => {
  vi.stubEnv('SPC_AUDIT_LOG', 'audit.jsonl');
  expect(() => appendAudit(entry)).toThrow(expect.objectContaining({ code: 'config' }));
});
