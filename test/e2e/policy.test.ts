/** Policy files on the real path: they allow, they refuse, and an unsafe one stops everything. */
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from './images.ts';
import { AUDIT_LOG, auditLines, errorOf, removeScratch, run, SCRATCH, SPC, spc } from './spc.ts';

// A /etc/spc of these tests' own, in a mount namespace: other tests must not see its rules
const OWN = `${SCRATCH}/etc`;
const FILE = `${OWN}/policy.d/rules.yaml`;
const SEEN = '/etc/spc/policy.d/rules.yaml';
const IMAGE = 'localhost/spc-e2e-host';
const STORE = { SPC_STORE: `${SCRATCH}/store`, SPC_AUDIT_LOG: AUDIT_LOG };
const INSIDE = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" /etc/spc && exec "$@"', OWN, SPC];

const write = (rules: string, mode = 0o644) => {
  writeFileSync(FILE, `version: 1\nrules:\n${rules}`, { mode });
  chmodSync(FILE, mode);
};

beforeAll(() => {
  for (const engine of ['docker', 'podman'] as const) makeImages(engine);
  mkdirSync('/etc/spc', { recursive: true, mode: 0o755 });
  mkdirSync(`${OWN}/policy.d`, { recursive: true, mode: 0o755 });
  const archive = `${SCRATCH}/image.tar`;
  run(['docker', 'save', '-o', archive, IMAGE]);
  expect(spc(['image', 'load', archive], { env: STORE }).status).toBe(0);
});
afterEach(() => rmSync(FILE, { force: true }));
afterAll(removeScratch);

describe.each(['docker', 'podman', 'builtin'] as const)('policy files, %s', (engine) => {
  const named = `spc-e2e-policy-${engine}-${process.pid}`;
  const tryRun = (...more: string[]) => {
    const words = ['run', '--json', '--engine', engine, '--rm', '--name', named, ...more, IMAGE, 'echo', 'ran'];
    return run([...INSIDE, ...words], { env: { ...process.env, ...STORE } as Record<string, string> });
  };

  it('with none: a privileged run without a terminal is refused', () => {
    expect(errorOf(tryRun())).toMatchObject({ code: 'refused' });
  });

  it('the rule that the refusal suggests allows just this run', () => {
    const { hint } = errorOf(tryRun());
    writeFileSync(FILE, hint.slice(hint.indexOf('version: 1')));
    expect(tryRun().stdout).toBe('ran\n');
    expect(auditLines().at(-1)).toMatchObject({ decision: 'allow', image: { ref: IMAGE } });
    // one privilege more than the rule names
    if (engine !== 'builtin') expect(tryRun('--runtime', '/usr/sbin/runc').status).toBe(79);
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
    expect(errorOf(outcome).what + errorOf(outcome).why).toContain(SEEN);
  });

  it('a file that is wrong stops the run and says where', () => {
    write(`  - {repository: ${IMAGE}, digest: any, privileges: all, action: permit}\n`);
    const outcome = tryRun('--assumeyes');
    expect(outcome.status).toBe(78);
    expect(errorOf(outcome).why).toMatch(/rules\[0\]/);
  });
});
