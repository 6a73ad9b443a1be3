/** Engines that hang, are down, elsewhere or without root; and what the benchmark leaves alone. Needs test/lab/up. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/core/bench/types.ts';
import { finding, foundOn, report } from './bench-report.ts';
import { startWorkload } from './faults/workload.ts';
import { errorOf, removeScratch, run, SCRATCH, SPC, spc } from './spc.ts';
import { removeTraced, tracing } from './straced.ts';

beforeAll(() => mkdirSync(SCRATCH, { recursive: true }));
afterAll(removeScratch);

describe('itself', () => {
  afterAll(removeTraced);
  it("is never a finding: a tool's container is left out, and named; one that only looks like it is not", async () => {
    const workload = startWorkload('docker');
    const forged = `spc-tool-${String(process.pid).padStart(12, '0')}`;
    run([
      'docker',
      'run',
      '-d',
      '--privileged',
      '--name',
      forged,
      '-e',
      `SPC_TOOL=${'a'.repeat(32)}`,
      'localhost/spc-bb',
      'sleep',
      '100',
    ]);
    try {
      const trace = await tracing(['--image', 'localhost/spc-tools', '--engine', 'docker', workload.name]);
      const found = report('--engine', 'docker');
      await trace.end('SIGINT');
      const tools = found.leftOut.filter(({ why }) => why === 'a tool of spc').map((one) => one.name);
      expect(tools).toContainEqual(expect.stringMatching(/^spc-tool-[0-9a-f]{12}$/));
      for (const tool of tools) expect(foundOn(found, tool)).toEqual([]);
      expect(foundOn(found, forged)).toContain('5.5');
    } finally {
      run(['docker', 'rm', '-f', forged]);
      workload.remove();
    }
  });
});

describe('without root', () => {
  const LAB = ['HOME=/var/lib/spc-lab/home', 'XDG_RUNTIME_DIR=/run/spc-lab/user', 'PATH=/usr/local/bin:/usr/bin:/bin'];
  const asLab = (...args: string[]) =>
    run(['runuser', '-u', 'spc-lab', '--', 'env', '-C', '/', '-i', ...LAB, SPC, ...args]);

  it('judges what it can, lists the rest, and ends with 77', () => {
    const { status, stdout, stderr } = asLab('bench', '--engine', 'docker', '--json');
    const found = JSON.parse(stdout) as BenchReport;
    expect(status).toBe(77);
    expect(stderr).toContain('docker refused this user');
    expect(finding(found, '3.5').state).toBe('pass');
    expect(finding(found, '5.5').state).toBe('error');
    expect(found.unjudged.find(({ check }) => check === '5.5')?.cause).toContain('permission denied');
  });

  it('judges a rootless podman by its own files and facts', () => {
    const podman = '/opt/spc-lab/bin/podman-rootless';
    const container = `spc-e2e-rootless-${process.pid}`;
    const options = ['--network=none', '--name', container, '--pid=host', '-v', '/etc:/host-etc'];
    const { stderr } = run([podman, 'run', '-d', ...options, 'localhost/spc-bb', 'sleep', '100']);
    try {
      const found = JSON.parse(asLab('bench', '--engine', 'podman', '--json').stdout) as BenchReport;
      expect(found.engine, stderr).toMatchObject({ name: 'podman', rootless: true });
      expect(foundOn(found, container)).toEqual(expect.arrayContaining(['5.6', '5.11', '5.16']));
      expect(finding(found, '2.1').state).toBe('pass');
      expect(finding(found, '4.1').items).toEqual([]);
      expect(finding(found, '1.1.18').state).toBe('not-applicable');
    } finally {
      run([podman, 'rm', '-f', '-t', '0', container]);
    }
  });
});

describe('an engine', () => {
  /** First in PATH: docker as `body` of a shell script has it. `$real` is the real one. */
  const shim = (folder: string, body: string) => {
    const path = `${SCRATCH}/${folder}`;
    mkdirSync(path, { recursive: true });
    const real = run(['sh', '-c', 'command -v docker']).stdout.trim();
    writeFileSync(`${path}/docker`, `#!/bin/sh\nreal=${real}\n${body}\n`, { mode: 0o755 });
    return { PATH: `${path}:${process.env['PATH']}` };
  };

  it('that hangs midway: what it answered is judged, the rest is an error with its cause, and it does not hang spc', () => {
    const env = shim('hangs', 'case $* in "container inspect"*) exec sleep 1000 ;; esac\nexec $real "$@"');
    const name = `spc-e2e-hangs-${process.pid}`; // without any, nothing would be asked of them
    run(['docker', 'create', '--network=none', '--name', name, 'localhost/spc-bb']);
    const { status, stdout, stderr } = spc(['bench', '--engine', 'docker', '--json', '--timeout', '3'], { env });
    run(['docker', 'rm', '-f', name]);
    const found = JSON.parse(stdout) as BenchReport;
    expect([finding(found, '2.6').state, finding(found, '5.5').state]).toEqual(['pass', 'error']);
    expect(finding(found, '5.5').detail).toBe('docker container inspect: no answer within 3 s');
    expect(stderr).toContain('not everything could be asked');
    expect(status).toBe(75);
  });

  it('is asked as often for ten containers as for two', () => {
    const log = `${SCRATCH}/calls`;
    const env = shim('counts', `echo "$1 $2" >> ${log}\nexec $real "$@"`);
    const calls = () => {
      rmSync(log, { force: true });
      expect(spc(['bench', '--engine', 'docker'], { env }).status).toBe(0);
      return readFileSync(log, 'utf8').trim().split('\n').sort();
    };
    const names = Array.from({ length: 10 }, (_, at) => `spc-e2e-count-${process.pid}-${at}`);
    const start = (some: string[]) => {
      for (const one of some) run(['docker', 'create', '--network=none', '--name', one, 'localhost/spc-bb']);
    };
    try {
      start(names.slice(0, 2));
      const few = calls();
      start(names.slice(2));
      expect(calls()).toEqual(few);
      expect(few).toHaveLength(8);
      // nothing is run in a container, and nothing is changed
      expect(few.join('\n')).not.toMatch(/^(exec|run|create|start|stop|rm|kill|update|cp|top)\b/m);
    } finally {
      run(['docker', 'rm', '-f', ...names]);
    }
  });

  it('that is named and down: the host is judged, and the exit status tells', () => {
    const { status, stdout } = spc(['bench', '--engine', 'docker', '--json'], {
      env: { DOCKER_HOST: 'unix:///run/no.sock' },
    });
    const found = JSON.parse(stdout) as BenchReport;
    expect(status).toBe(69);
    expect([finding(found, '3.5').state, finding(found, '2.3').state]).toEqual(['pass', 'error']);
  });

  it('when none answers, all that were tried are told of', () => {
    const outcome = spc(['bench', '--json'], {
      env: { PATH: `${SCRATCH}:/nonexistent:${process.execPath.replace(/\/[^/]*$/, '')}` },
    });
    expect(errorOf(outcome)).toMatchObject({
      code: 'engine-down',
      why: expect.stringMatching(/cannot start docker.*cannot start podman/),
    });
  });

  it('on another machine: nothing of this one is taken for evidence', () => {
    const { stdout } = spc(['bench', '--engine', 'docker', '--json'], { env: { DOCKER_HOST: 'tcp://192.0.2.1:1' } });
    const found = JSON.parse(stdout) as BenchReport;
    expect(finding(found, '3.5')).toMatchObject({ state: 'error', detail: expect.stringContaining('another machine') });
  });

  it('that is none the benchmark knows is refused', () =>
    expect(errorOf(spc(['bench', '--json'], { env: { SPC_ENGINE: 'nerdctl' } })).code).toBe('usage'));
});
