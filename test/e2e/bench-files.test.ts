/** What the benchmark reads and writes: snapshots, reports in every format, waivers. Needs test/lab/up. */
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding, report } from './bench-report.ts';
import { errorOf, onEngine, removeScratch, run, SCRATCH, spc } from './spc.ts';

const { name, remove } = onEngine('docker');
const from = `${SCRATCH}/docker.json`;
const target = () => `${SCRATCH}/out-${Math.random().toString(36).slice(2)}`;

beforeAll(() => {
  mkdirSync(SCRATCH, { recursive: true });
  run(['docker', 'run', '-d', '--privileged', '--name', name('files'), 'localhost/spc-bb', 'sleep', '600']);
  expect(spc(['bench', '--engine', 'docker', '--snapshot', from]).status).toBe(0);
  remove(name('files'));
});
afterAll(removeScratch);

describe('files', () => {
  it("-o is new, its owner's alone, and its name tells the format", () => {
    const path = `${target()}.sarif`;
    const { stdout, status } = spc(['bench', '--from', from, '-o', path]);
    expect([stdout, status]).toEqual(['', 0]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it('-o replaces nothing and follows no link', () => {
    const [there, link] = [target(), target()];
    writeFileSync(there, 'mine');
    symlinkSync(there, link);
    for (const path of [there, link])
      expect(errorOf(spc(['bench', '--json', '--from', from, '-o', path])).code).toBe('usage');
    expect(readFileSync(there, 'utf8')).toBe('mine');
    expect(spc(['bench', '--from', from, '--force', '-o', there]).status).toBe(0);
    expect(readFileSync(there, 'utf8')).toContain('CIS Docker Benchmark');
  });

  it("-l has the text, and FILE.json the original's shape", () => {
    const path = target();
    expect(spc(['bench', '--from', from, '-b', '-l', path]).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('CIS Docker Benchmark');
    expect(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).toHaveProperty('dockerbenchsecurity');
  });

  it('a check that is none is told before the engine is asked and anything is written', () => {
    const path = target();
    expect(spc(['bench', '--engine', 'docker', '--check', '9.9', '--snapshot', path]).status).toBe(64);
    expect(existsSync(path)).toBe(false);
  });

  it('waivers are read, and an expired one fails', () => {
    const path = target();
    const waivers = (expires: string) =>
      writeFileSync(path, `version: 1\nwaivers:\n  - check: "5.5"\n    reason: known\n    expires: ${expires}\n`);
    waivers('2999-01-01');
    expect(finding(report('--from', from, '--waivers', path), '5.5').state).toBe('waived');
    waivers('2001-01-01');
    expect(finding(report('--from', from, '--waivers', path), '5.5').state).toBe('fail');
    writeFileSync(path, 'version: 1\nwaivers: 7\n');
    expect(errorOf(spc(['bench', '--json', '--from', from, '--waivers', path])).code).toBe('config');
  });

  it.each([
    ['high', 100],
    ['100000', 0],
    ['score:-500', 0],
    ['score:500', 100],
  ])('--fail-on %s ends with %i', (what, status) =>
    expect(spc(['bench', '--from', from, '--fail-on', what]).status).toBe(status),
  );

  it.each(['text', 'json', 'bench-json', 'junit', 'sarif', 'html', 'csv'])(
    'names out of a hostile engine do no harm as %s',
    (format) => {
      const evil = "=cmd|' /C calc'!A0\u001b]8;;http://evil\u0007<script>alert(1)</script>\u202e]]>\"";
      const path = `${target()}.json`;
      const evidence = JSON.parse(readFileSync(from, 'utf8'));
      for (const container of evidence.containers.ok) container.name = evil;
      for (const image of evidence.images.ok) image.tags = [evil];
      writeFileSync(path, JSON.stringify(evidence));
      const { stdout, stderr, status } = spc(['bench', '--from', path, '--format', format]);
      expect(status).toBe(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e]/);
      if (format === 'html' || format === 'junit') expect(stdout).not.toMatch(/<script>|]]>/);
      if (format === 'csv') expect(stdout).not.toMatch(/(^|,)"?=cmd/m);
      if (format.endsWith('json') || format === 'sarif') expect(() => JSON.parse(stdout)).not.toThrow();
    },
  );

  it('judges 500 containers', () => {
    const path = `${target()}.json`;
    const evidence = JSON.parse(readFileSync(from, 'utf8'));
    const [one] = evidence.containers.ok;
    evidence.containers.ok = Array.from({ length: 500 }, (_, at) => ({
      ...one,
      running: true,
      privileged: true,
      name: `c${at}`,
      id: `${at}`,
    }));
    writeFileSync(path, JSON.stringify(evidence));
    expect(finding(report('--from', path), '5.5').items).toHaveLength(500);
  });
});

describe('--explain', () => {
  it('says what, why, how to mend, and what decided', () => {
    const { stdout, status } = spc(['bench', '--from', from, '--explain', '5.5']);
    expect(status).toBe(0);
    for (const part of ['what', 'why', 'how to mend', 'HostConfig.Privileged of', 'is privileged'])
      expect(stdout).toContain(part);
  });
  it('knows no check that is none', () => {
    expect(errorOf(spc(['bench', '--json', '--explain', '5.99']))).toMatchObject({ code: 'usage' });
  });
});

describe('the original', () => {
  it('is started by its recipe', () => {
    const tag = 'docker-bench-security:latest';
    run(['docker', 'tag', 'localhost/spc-bb', tag]);
    try {
      const { stdout } = spc(['run', '--engine', 'docker', '--display', 'docker-bench-security']);
      for (const part of ['--network=host', '--pid=host', '--userns=host', '--cap-add=audit_control', 'docker.sock:ro'])
        expect(stdout).toContain(part);
      const outcome = spc(['run', '--engine', 'docker', '--assumeyes', 'docker-bench-security', 'id', '-u']);
      expect([outcome.status, outcome.stdout.trim()], outcome.stderr).toEqual([0, '0']);
    } finally {
      run(['docker', 'rmi', tag]);
    }
  });
});
