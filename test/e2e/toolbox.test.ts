/** Where tools come from, and what keeps them from being used. Needs test/lab/up. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerArchive } from './archives.ts';
import { startWorkload, type Workload } from './faults/workload.ts';
import { errorOf, removeScratch, SCRATCH, spc } from './spc.ts';

let target: Workload;
beforeAll(() => {
  target = startWorkload('docker');
});
afterAll(() => {
  target.remove();
  removeScratch();
});

interface Event {
  kind: string;
  name: string;
  args: string;
  error: string;
}

/** What strace told of a second, and the session's first line. */
function traced(...options: string[]): { events: Event[]; from: string } {
  const { status, stdout, stderr } = spc(['strace', '--json', '-d', '3s', ...options, target.name]);
  if (status !== 0) throw new Error(stderr || stdout);
  const [session, ...events] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { events, from: session.tracers[0].from };
}

describe('a tool', () => {
  it.each([
    ['host', ['--from', 'host'], /^host$/],
    [
      'image of docker',
      ['--image', 'localhost/spc-tools', '--engine', 'docker'],
      /^image localhost\/spc-tools \(docker\)$/,
    ],
    [
      'image of podman',
      ['--image', 'localhost/spc-tools', '--engine', 'podman'],
      /^image localhost\/spc-tools \(podman\)$/,
    ],
  ])('of the %s tells the same', (_, options, source) => {
    const { events, from } = traced(...options);
    expect(from).toMatch(source);
    const calls = events.filter(({ kind }) => kind === 'syscall');
    const write = calls.find(({ name, args }) => name === 'write' && args.startsWith('1</count>, "'));
    expect(write).toMatchObject({ name: 'write', error: '' });
    expect(new Set(calls.map(({ name }) => name))).toContain('wait4');
  });
});

describe('an image', () => {
  const store = { SPC_STORE: `${SCRATCH}/store`, SPC_RUN: `${SCRATCH}/run` };
  const ask = (...options: string[]) => spc(['strace', '--json', '-d', '1s', ...options, target.name], { env: store });

  it('that was not built yet is asked for', () => {
    const outcome = ask('--from', 'image', '--engine', 'builtin');
    expect(errorOf(outcome)).toMatchObject({ code: 'no-tool', hint: 'spc tools build' });
  });

  it('of the right name that was not built here is refused', async () => {
    mkdirSync(SCRATCH, { recursive: true });
    const id = await dockerArchive(
      `${SCRATCH}/false.tar`,
      [[{ name: 'bin/strace', content: '#!/bin/sh\n', mode: 0o755 }]],
      {
        tag: 'localhost/rhel-tools:latest',
      },
    );
    expect(spc(['image', 'load', `${SCRATCH}/false.tar`], { env: store }).status).toBe(0);
    const error = errorOf(ask('--from', 'image', '--engine', 'builtin'));
    expect(error.code).toBe('refused');
    expect(error.why).toContain(id.slice(0, 19));
    expect(error.hint).toBe('spc tools build --engine builtin, or name it: --image localhost/rhel-tools:latest');
  });

  it('without the tool is told as such', () => {
    const error = errorOf(ask('--image', 'localhost/spc-bb', '--engine', 'docker'));
    expect(error).toMatchObject({ code: 'no-tool', what: 'there is no strace in localhost/spc-bb (docker)' });
  });

  it('of an engine on another machine is not used', () => {
    const outcome = spc(['strace', '--json', '--from', 'image', target.name], {
      env: { DOCKER_HOST: 'tcp://127.0.0.1:1' },
    });
    expect(errorOf(outcome).code).toBe('no-tool');
  });
});
