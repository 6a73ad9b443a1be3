/** Each phrase book: what it says, and what it makes of answers captured from the real engine. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SpcError } from '../../src/core/errors.ts';
import type { Image, RunSpec } from '../../src/core/types.ts';
import { ENGINES } from '../../src/engines/index.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/engines/${name}.json`, import.meta.url), 'utf8');
const ok = (stdout: string) => ({ status: 0, stdout, stderr: '' });
const failed = (status: number, stderr: string) => ({ status, stdout: '[]\n', stderr });
const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as SpcError).code;
  }
};

const SPEC: RunSpec = {
  program: 'docker',
  globals: [],
  options: [{ name: 'privileged', value: 'true', words: ['--privileged'] }],
  image: 'sha256:abc',
  command: ['ps', '-ef', '--', 'a b'],
};

describe.each(['docker', 'podman'] as const)('%s', (name) => {
  const engine = ENGINES[name];

  it('reads an image', () => {
    const image = engine.parseImage(ok(fixture(`${name}-image`)));
    expect(image).toMatchObject({
      tags: ['localhost/spc-label:latest'],
      cmd: ['sh'],
      entrypoint: [],
      architecture: 'amd64',
    });
    expect(image?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(image?.labels['RUN']).toBe('docker run -d --name NAME -v /etc:/host/etc IMAGE sleep 100');
    expect(image?.env[0]).toMatch(/^PATH=/);
  });

  it('reads a container made with -it and not started', () => {
    const container = engine.parseContainer(ok(fixture(`${name}-container`)));
    expect(container).toMatchObject({
      name: 'spc-fixture',
      running: false,
      pid: 0,
      interactive: true,
      cmd: ['sleep', '5'],
    });
    expect(container?.imageId).toBe(engine.parseImage(ok(fixture(`${name}-image`)))?.id);
  });

  it('reads its list of images, whole or to be asked for', () => {
    const listed = engine.parseImages(ok(fixture(`${name}-images`)));
    expect(listed.ids).toEqual([]);
    const label = listed.images.find(({ tags }) => tags.includes('localhost/spc-label:latest'));
    expect(label?.id).toBe(engine.parseImage(ok(fixture(`${name}-image`)))?.id);
    expect(label?.labels['RUN']).toBe('docker run -d --name NAME -v /etc:/host/etc IMAGE sleep 100');
    expect(label?.created).toMatch(/^2026-11-22T/);
    expect(label?.size).toBeGreaterThan(1e6);
    const id = 'a'.repeat(64);
    expect(engine.parseImages(ok(`sha256:${id}\n${id}\n`))).toEqual({ images: [], ids: [`sha256:${id}`] });
    expect(engine.parseImages(ok(''))).toEqual({ images: [], ids: [] });
    expect(engine.inspectImages(['a', 'b']).args).toEqual(['image', 'inspect', '--', 'a', 'b']);
  });

  it('pins a run to the id of the image', () => {
    expect(engine.pin({ id: 'sha256:abc', repoDigests: [] } as unknown as Image)).toBe('sha256:abc');
  });

  it('says run with every word its own argument', () => {
    const { file, args } = engine.run(SPEC);
    expect(file).toBe(name);
    expect(args.slice(-5)).toEqual(['sha256:abc', 'ps', '-ef', '--', 'a b']);
    expect(args[0]).toBe('run');
  });

  it('cannot be given an option through the name of an image or container', () => {
    expect(engine.inspectImage('--format=x').args).toEqual(['image', 'inspect', '--', '--format=x']);
    expect(engine.inspectContainer('-f').args).toEqual(['container', 'inspect', '--', '-f']);
  });
});

describe('what engines answer when they have nothing', () => {
  it.each([
    ['docker', 1, 'Error response from daemon: no such image: nope: No such image: nope:latest'],
    ['docker', 1, 'Error: No such image: nope'],
    ['podman', 125, 'Error: inspecting object: nope: image not known'],
    ['nerdctl', 1, 'time="2024-01-01T00:00:00Z" level=fatal msg="1 errors:\\n[no such image: nope]"'],
  ] as const)('%s: no such image', (name, status, stderr) => {
    expect(ENGINES[name].parseImage(failed(status, stderr))).toBeUndefined();
  });

  it.each([
    ['docker', 1, 'Error response from daemon: No such container: nope'],
    ['podman', 125, 'Error: inspecting object: no such container nope'],
  ] as const)('%s: no such container', (name, status, stderr) => {
    expect(ENGINES[name].parseContainer(failed(status, stderr))).toBeUndefined();
  });

  it.each([
    ['docker', 'Cannot connect to the Docker daemon at unix:///nonexist.sock. Is the docker daemon running?'],
    ['docker', 'error during connect: Get "http://docker/_ping": dial tcp: lookup nope: no such host'],
    ['docker', 'Error response from daemon: Client sent an HTTP request to an HTTPS server.'],
    ['podman', 'Error: unable to connect to Podman socket: dial unix /nope.sock: connect: connection refused'],
  ] as const)('%s is down: %s', (name, stderr) => {
    expect(codeOf(() => ENGINES[name].parseImage(failed(1, stderr)))).toBe('engine-down');
  });

  it('docker refuses the user', () => {
    const stderr =
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock';
    expect(codeOf(() => ENGINES.docker.parseImage(failed(1, stderr)))).toBe('no-root');
  });

  it('of several images one that is gone meanwhile is missing, no more', () => {
    const stderr = 'Error response from daemon: no such image: nope: No such image: nope:latest';
    const answer = { status: 1, stdout: fixture('docker-images'), stderr };
    expect(ENGINES.docker.parseImages(answer).images).toHaveLength(2);
    expect(codeOf(() => ENGINES.docker.parseImages(failed(1, 'Cannot connect to the Docker daemon')))).toBe(
      'engine-down',
    );
  });

  it.each(['-v', 'sha256:zz', '<html>', '[{"Id":"--rm"}]', '[7]'])('a list with %s is no list', (text) => {
    expect(codeOf(() => ENGINES.docker.parseImages(ok(text)))).toBe('system');
  });

  it('an answer that is no JSON is no answer', () => {
    expect(codeOf(() => ENGINES.docker.parseImage(ok('<html>')))).toBe('system');
  });

  it('hostile JSON gives plain data', () => {
    const id = `sha256:${'a'.repeat(64)}`;
    const hostile = `[{"Id":"${id}","Config":{"Labels":{"__proto__":"x","RUN":{"a":1}},"Cmd":"sh","Env":[1,"A=b"]}}]`;
    const image = ENGINES.docker.parseImage(ok(hostile));
    expect(Object.keys(image?.labels ?? {})).toEqual(['__proto__', 'RUN']);
    expect(image?.env).toEqual(['A=b']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each(['--cidfile=/etc/cron.d/x', '-v', '', 7, 'sha256:zz', `${'a'.repeat(64)} --privileged`])(
    'an id that is none (%j) never reaches a command line',
    (id) => {
      expect(codeOf(() => ENGINES.docker.parseImage(ok(JSON.stringify([{ Id: id }]))))).toBe('system');
      const container = { Id: 'a'.repeat(64), Name: id, Image: 'b'.repeat(64) };
      expect(codeOf(() => ENGINES.podman.parseContainer(ok(JSON.stringify([container]))))).toBe('system');
    },
  );
});
