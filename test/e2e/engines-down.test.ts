/** Engines that are down, hung, missing or refuse: a clear error in a known time. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from './images.ts';
import { errorOf, removeScratch, run, SCRATCH, SPC, spc, until } from './spc.ts';

beforeAll(() => makeImages('podman'));
afterAll(removeScratch);

describe('engines that do not answer', () => {
  const nowhere = { DOCKER_HOST: 'unix:///run/spc-e2e-no.sock' };
  it('one that was named: an error', () => {
    const outcome = spc(['run', '--json', '--engine', 'docker', 'localhost/spc-bb'], { env: nowhere });
    expect(errorOf(outcome).code).toBe('engine-down');
    expect(outcome.status).toBe(69);
  });
  it('one that DOCKER_HOST points at: no other host takes its place', () => {
    const outcome = spc(['info', '--json', 'localhost/spc-e2e-plain'], { env: nowhere });
    expect(errorOf(outcome).code).toBe('engine-down');
  });
  it('when none was named: the next is used, and that is said', () => {
    const folder = `${SCRATCH}/down`;
    mkdirSync(folder, { recursive: true });
    const words = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    writeFileSync(`${folder}/docker`, `#!/bin/sh\necho "${words}" >&2\nexit 1\n`, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env['PATH']}` };
    const { stderr, stdout } = spc(['info', '--json', 'localhost/spc-e2e-plain'], { env });
    expect(stderr).toContain('using podman');
    expect(JSON.parse(stdout).engine).toBe('podman');
  });
  it('one that hangs: given up after 10 s', async () => {
    const socket = `/run/spc-e2e-${process.pid}.sock`;
    const code = `require('net').createServer(() => {}).listen(${JSON.stringify(socket)})`;
    const server = spawn(process.execPath, ['-e', code]);
    await until(() => existsSync(socket), 'the false engine');
    try {
      const outcome = spc(['run', '--json', '--engine', 'docker', 'localhost/spc-bb'], {
        env: { DOCKER_HOST: `unix://${socket}` },
      });
      expect(errorOf(outcome).code).toBe('engine-timeout');
      expect(outcome.status).toBe(75);
    } finally {
      server.kill();
      rmSync(socket, { force: true });
    }
  });
  it('docker that refuses the user', () => {
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const { status, stderr } = run([...nobody, SPC, 'run', '--engine', 'docker', 'localhost/spc-bb']);
    expect(status).toBe(77);
    expect(stderr).toContain('permission denied');
  });
  it('one that is not installed', () => {
    expect(errorOf(spc(['run', '--json', '--engine', 'nerdctl', 'x'])).code).toBe('engine-down');
  });
});
