import { hostname, release } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { EngineAnswer } from '../../../src/core/bench/parse/info.ts';
import type { EngineName } from '../../../src/core/bench/types.ts';
import { placeOf } from '../../../src/io/bench/place.ts';
import { DOCKER } from '../../core/bench/evidence.ts';

const info = 'ok' in DOCKER.info ? DOCKER.info.ok : expect.fail();
const HERE: EngineAnswer = { info, version: '28.0', rootless: false, kernel: release(), host: hostname(), service: '' };
const none = { missing: '' };
const place = (name: EngineName, endpoint: string, over: Partial<EngineAnswer> = {}) =>
  placeOf(name, {
    ...{ containers: none, images: none, networks: none, secrets: none },
    ...{ said: { ok: { ...HERE, ...over } }, endpoint },
  });

describe('runs here', () => {
  it.each(['', 'unix:///var/run/docker.sock', 'unix:///run/other.sock', 'tcp://127.0.0.1:2375'])('at %j', (endpoint) =>
    expect(place('docker', endpoint).elsewhere).toBe(''),
  );
});

describe('runs elsewhere', () => {
  it.each(['ssh://host', 'tcp://10.0.0.1:2376', 'tcp://127.0.0.1.evil:2375'])('at %s', (endpoint) =>
    expect(place('docker', endpoint, { host: 'there' }).elsewhere).toContain(`another machine (${endpoint})`),
  );
  it('behind a socket of this host, in a virtual machine', () =>
    expect(place('docker', 'unix:///x.sock', { kernel: '6.10-linuxkit' }).elsewhere).toContain('kernel 6.10-linuxkit'));
  it('behind a forwarded port', () =>
    expect(place('docker', 'tcp://127.0.0.1:2375', { host: 'there' }).elsewhere).toContain('another machine'));
  it('also when it does not answer', () =>
    expect(
      placeOf('docker', {
        ...{ containers: none, images: none, networks: none, secrets: none },
        ...{ said: none, endpoint: 'ssh://host' },
      }).elsewhere,
    ).toContain('ssh://host'));
  it('as a service of podman', () =>
    expect(place('podman', '', { service: 'ssh://root@there/run/podman.sock' }).elsewhere).toContain(
      'ssh://root@there',
    ));
});

describe('its socket', () => {
  it.each([
    ['docker', 'unix:///var/run/docker.sock', ''],
    ['docker', 'unix:///run/docker.sock', ''],
    ['docker', 'unix:///run/other.sock', '/run/other.sock'],
    ['docker', 'tcp://127.0.0.1:2375', ''],
  ] as const)('%s at %s is %j', (name, endpoint, socket) => expect(place(name, endpoint).engine.socket).toBe(socket));
  it("of a service of podman's", () =>
    expect(place('podman', '', { service: 'unix:///run/x/podman.sock' }).engine.socket).toBe('/run/x/podman.sock'));
});

describe('its user', () => {
  it('is root', () => expect(place('docker', '').engine).toMatchObject({ uid: 0, home: '/root', runtimeDir: '/run' }));
  it('is the caller, without root and without a socket', () =>
    expect(place('podman', '', { rootless: true }).engine).toMatchObject({ rootless: true, uid: process.geteuid?.() }));
});

it.each([
  ['docker', '', '/run/docker.sock'],
  ['docker', 'unix:///var/run/docker.sock', '/var/run/docker.sock'],
  ['docker', 'tcp://127.0.0.1:2375', ''],
  ['podman', '', ''],
] as const)('the daemon of %s at %j listens on %j', (name, endpoint, socket) =>
  expect(place(name, endpoint).daemonSocket).toBe(socket),
);
