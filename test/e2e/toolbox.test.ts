/** Where tools come from, and what keeps them from being used. Needs test/lab/up. */
import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dockerArchive } from './archives.ts';
import { startWorkload, type Workload } from './faults/workload.ts';
import { errorOf, removeScratch, SCRATCH, spc, until } from './spc.ts';
import { calls, type Event, removeTraced, tracing } from './straced.ts';

let target: Workload;
beforeAll(() => {
  target = startWorkload('docker');
});
afterEach(removeTraced);
afterAll(() => {
  target.remove();
  removeScratch();
});

/** What strace told until it had told of such calls, and where it is from. */
async function traced(options: string[], isThere: (events: Event[]) => boolean) {
  const trace = await tracing([...options, target.name]);
  await until(() => isThere(trace.events()), 'the calls');
  const { status, events } = await trace.end('SIGINT');
  expect(status).toBe(0);
  return { events, from: trace.header().tracers[0].from };
}

const writeOf = (events: Event[]) => calls(events, 'write').find(({ args }) => args.startsWith('1</count>, "'));

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
  ])('of the %s tells the same', async (_, options, source) => {
    const { from, events } = await traced(
      options,
      (told) => writeOf(told) !== undefined && calls(told, 'wait4').length > 0,
    );
    expect(from).toMatch(source);
    expect(writeOf(events)).toMatchObject({ name: 'write', error: '' });
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
