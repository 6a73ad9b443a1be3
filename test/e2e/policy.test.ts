/** Policy files on the real path: they allow, they refuse, and an unsafe one stops everything. */
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from './images.ts';
import { auditLines, errorOf, removeScratch, run, spc } from './spc.ts';

const FOLDER = '/etc/spc/policy.d';
const FILE = `${FOLDER}/spc-e2e-${process.pid}.yaml`;
const IMAGE = 'localhost/spc-e2e-host';
const hadFolder = existsSync(FOLDER);
const named = `spc-e2e-policy-${process.pid}`;

const tryRun = (...more: string[]) =>
  spc(['run', '--json', '--engine', 'docker', '--rm', '--name', named, ...more, IMAGE, 'echo', 'ran']);
const imageId = () => run(['docker', 'image', 'inspect', '--format', '{{.Id}}', IMAGE]).stdout.trim();
const write = (rules: string, mode = 0o644) => {
  writeFileSync(FILE, `version: 1\nrules:\n${rules}`, { mode });
  chmodSync(FILE, mode);
};

beforeAll(() => {
  makeImages('docker');
  mkdirSync(FOLDER, { recursive: true, mode: 0o755 });
});
afterEach(() => rmSync(FILE, { force: true }));
afterAll(() => {
  if (!hadFolder) rmSync(FOLDER, { recursive: true, force: true });
  removeScratch();
});

describe('policy files', () => {
  it('with none: a privileged run without a terminal is refused', () => {
    expect(errorOf(tryRun())).toMatchObject({ code: 'refused' });
  });

  it('the rule that the refusal suggests allows just this run', () => {
    const { hint } = errorOf(tryRun());
    writeFileSync(FILE, hint.slice(hint.indexOf('version: 1')));
    expect(tryRun().stdout).toBe('ran\n');
    expect(auditLines().at(-1)).toMatchObject({ decision: 'allow', image: { id: imageId() } });
    // one privilege more than the rule names
    expect(tryRun('--runtime', '/usr/sbin/runc').status).toBe(79);
  });

  it('a rule for another digest does not', () => {
    write(`  - {repository: ${IMAGE}, digest: "sha256:${'0'.repeat(64)}", privileges: all, action: allow}\n`);
    expect(tryRun().status).toBe(79);
  });

  it('a rule that refuses wins over --assumeyes', () => {
    write(`  - {repository: "localhost/*", privileges: [privileged], action: refuse}\n`);
    expect(tryRun('--assumeyes').status).toBe(79);
  });

  it.each([
    ['writable by others', () => chmodSync(FILE, 0o666)],
    ['of another owner', () => chownSync(FILE, 65534, 65534)],
  ])('a file that is %s stops the run, though it allows it', (_, spoil) => {
    write(`  - {repository: ${IMAGE}, anyDigest: true, privileges: all, action: allow}\n`);
    spoil();
    const outcome = tryRun('--assumeyes');
    expect(outcome.status).toBe(78);
    expect(errorOf(outcome).what + errorOf(outcome).why).toContain(FILE);
  });

  it('a file that is wrong stops the run and says where', () => {
    write(`  - {repository: ${IMAGE}, digest: any, privileges: all, action: permit}\n`);
    const outcome = tryRun('--assumeyes');
    expect(outcome.status).toBe(78);
    expect(errorOf(outcome).why).toMatch(/rules\[0\]/);
  });
});
