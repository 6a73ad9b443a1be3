import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askEngine } from '../../../src/io/bench/engine.ts';
import { json, list } from '../../fixtures/bench/read.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

const before = process.env['PATH'];
let engine: FakeEngine;
const use = (name: 'docker' | 'podman') => {
  engine = fakeEngine(name);
  process.env['PATH'] = `${engine.path}:/usr/bin:/bin`;
};
afterEach(() => {
  process.env['PATH'] = before;
  engine.remove();
});

describe('docker', () => {
  beforeEach(() => use('docker'));

  it('is asked eight questions, however many containers there are', async () => {
    await askEngine('docker', 5000);
    expect(engine.calls().sort()).toEqual(
      [
        ...['info --format', 'context inspect', 'ps --all', 'images --quiet', 'network ls'],
        ...['container inspect', 'image inspect', 'network inspect'],
      ].sort(),
    );
  });

  it('has answered all of them', async () => {
    const asked = await askEngine('docker', 5000);
    expect(asked).toMatchObject({
      said: { ok: { version: '20.10.24+dfsg1' } },
      endpoint: 'unix:///var/run/docker.sock',
      containers: { ok: list('docker-containers.json') },
      secrets: { ok: 0 },
    });
    expect(asked).not.toHaveProperty('failure');
  });

  it('that hangs at one question has answered the others', async () => {
    engine.hang('container');
    const asked = await askEngine('docker', 1500);
    expect(asked.containers).toEqual({ missing: 'docker container inspect: no answer within 1.5 s' });
    expect(asked.images).toEqual({ ok: list('docker-images.json') });
    expect(asked.failure?.code).toBe('engine-timeout');
  });

  it('whose daemon is down is told of with its words', async () => {
    const words = 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?';
    engine.answer('info', JSON.stringify(json('docker-info-down.json')), words, 1);
    for (const question of ['ps', 'images', 'network ls'] as const) engine.answer(question, '', words, 1);
    const asked = await askEngine('docker', 5000);
    expect(asked.failure).toMatchObject({ code: 'engine-down', why: words });
    expect([asked.said, asked.containers, asked.secrets]).toEqual(Array(3).fill({ missing: `docker: ${words}` }));
  });

  it('without containers is asked less', async () => {
    engine.answer('ps', '');
    expect((await askEngine('docker', 5000)).containers).toEqual({ ok: [] });
    expect(engine.calls()).not.toContain('container inspect');
  });

  it('whose container is gone meanwhile has not failed', async () => {
    engine.answer('container', '[]', 'Error response from daemon: No such container: x', 1);
    const asked = await askEngine('docker', 5000);
    expect(asked.containers).toEqual({ ok: [] });
    expect(asked).not.toHaveProperty('failure');
  });

  it('that answers with an option in place of an id is not asked on', async () => {
    engine.answer('ps', '--help\n');
    expect((await askEngine('docker', 5000)).containers).toEqual({
      missing: 'docker: it answered with an id that is none',
    });
    expect(engine.calls()).not.toContain('container inspect');
  });

  it('that answers with nonsense has not answered', async () => {
    engine.answer('info', '[1, 2');
    engine.answer('image', 'x');
    const asked = await askEngine('docker', 5000);
    expect(asked.said).toEqual({ missing: 'docker: it does not say what it is' });
    expect(asked.images).toEqual({ missing: 'docker: it answered with something that is not JSON' });
  });

  it('that is podman under another name is not taken for docker', async () => {
    engine.answer('info', JSON.stringify(json('podman-info.json')));
    expect(await askEngine('docker', 5000)).toMatchObject({
      said: { missing: 'docker: this docker is podman: --engine podman' },
      failure: { code: 'system' },
    });
  });

  it('of a version without contexts has no endpoint, and that is no failure', async () => {
    engine.answer('context', '', "docker: 'context' is not a docker command.", 1);
    const asked = await askEngine('docker', 5000);
    expect(asked.endpoint).toBe('');
    expect(asked).not.toHaveProperty('failure');
  });

  it('that manages a swarm is asked for secrets', async () => {
    const swarm = { LocalNodeState: 'active', ControlAvailable: true };
    engine.answer('info', JSON.stringify({ ...(json('docker-info.json') as object), Swarm: swarm }));
    engine.answer('secret', 'abc\ndef\n');
    expect((await askEngine('docker', 5000)).secrets).toEqual({ ok: 2 });
  });
});

describe('podman', () => {
  beforeEach(() => use('podman'));

  it('is asked seven questions', async () => {
    const asked = await askEngine('podman', 5000);
    expect(engine.calls()).toHaveLength(7);
    expect(asked).toMatchObject({ said: { ok: { version: '4.3.1' } }, endpoint: '', secrets: { ok: 0 } });
  });
});

it('an engine that is not there has its own failure', async () => {
  use('docker');
  process.env['PATH'] = engine.path;
  const { failure, said } = await askEngine('podman', 5000);
  expect(failure?.code).toBe('engine-down');
  expect(said).toEqual({ missing: 'cannot start podman' });
});
