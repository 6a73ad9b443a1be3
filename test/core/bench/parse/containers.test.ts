import { describe, expect, it } from 'vitest';
import { parseContainers } from '../../../../src/core/bench/parse/containers.ts';
import { list } from '../../../fixtures/bench/read.ts';

const of = (file: string, suffix: string) =>
  parseContainers(list(file)).find(({ name }) => name.endsWith(suffix)) ?? expect.fail(`no ${suffix}`);

describe('docker', () => {
  it('reads a privileged one', () => {
    const container = of('docker-containers.json', '-priv');
    expect(container).toMatchObject({
      name: 'spc-priv',
      running: true,
      privileged: true,
      networkMode: 'host',
      pidMode: 'host',
      user: '',
      memory: 0,
      pidsLimit: null,
      healthcheck: false,
      networks: ['host'],
    });
    expect(container.pid).toBeGreaterThan(0);
    expect(container.mounts).toEqual([
      {
        type: 'bind',
        source: '/var/run/docker.sock',
        destination: '/var/run/docker.sock',
        writable: true,
        propagation: 'rprivate',
      },
    ]);
  });

  it('reads one with every limit', () => {
    expect(of('docker-containers.json', '-full')).toMatchObject({
      running: true,
      image: { name: 'localhost/spc-bb' },
      privileged: false,
      capAdd: ['CAP_NET_ADMIN'],
      capDrop: ['ALL'],
      securityOpt: ['no-new-privileges'],
      user: '5:6',
      memory: 64 * 1024 * 1024,
      nanoCpus: 500_000_000,
      pidsLimit: 50,
      readOnlyRootfs: true,
      restart: { name: 'on-failure', maximumRetryCount: 5 },
      devices: ['/dev/null'],
      ulimits: ['nofile=100:200'],
      ports: [{ port: '80/tcp', hostIp: '127.0.0.1', hostPort: 18799 }],
      healthcheck: true,
      labels: { team: 'a' },
      networks: ['bridge'],
    });
  });

  it('knows a volume that is mounted read-only', () =>
    expect(of('docker-containers.json', '-full').mounts[0]).toMatchObject({ type: 'volume', writable: false }));

  it('gives images the algorithm of their id', () =>
    expect(of('docker-containers.json', '-full').image.id).toMatch(/^sha256:[0-9a-f]{64}$/));
});

describe('podman', () => {
  it('reads a privileged one', () =>
    expect(of('podman-containers.json', '-priv')).toMatchObject({
      running: true,
      privileged: true,
      networkMode: 'host',
      pidMode: 'host',
      infra: false,
      image: { name: 'localhost/spc-bb:latest' },
    }));

  it('reads one with every limit; it says the same as docker', () =>
    expect(of('podman-containers.json', '-full')).toMatchObject({
      running: false,
      user: '5:6',
      memory: 64 * 1024 * 1024,
      pidsLimit: 50,
      readOnlyRootfs: true,
      restart: { name: 'on-failure', maximumRetryCount: 5 },
      healthcheck: true,
      ports: [{ port: '80/tcp', hostIp: '127.0.0.1', hostPort: 18798 }],
    }));

  it('writes limits as docker does', () =>
    expect(of('podman-containers.json', '-full').ulimits).toContain('nofile=100:200'));

  it('gives images the algorithm of their id', () =>
    expect(of('podman-containers.json', '-priv').image.id).toMatch(/^sha256:[0-9a-f]{64}$/));
});

describe('what is not as it should be', () => {
  it.each([[null], [3], ['x'], [[]], [{}], [{ Id: 7 }]])('leaves out %j', (value) =>
    expect(parseContainers([value])).toEqual([]),
  );

  it('takes fields of another type for absent ones', () => {
    const hostile = {
      Id: 'a',
      Name: ['x'],
      State: { Running: 'true', Pid: -1 },
      HostConfig: { CapAdd: 'ALL', Memory: '9', Privileged: 'yes', PidsLimit: '5', Ulimits: [null], Devices: [3] },
      Mounts: [null, { Type: 'weird', RW: 'no' }],
      NetworkSettings: { Ports: { '80/tcp': null, '1': [{ HostIp: '[::]', HostPort: 'x' }] }, Networks: [] },
      Config: { Env: [1, 'A=b'], Labels: { a: 1, b: 'c' } },
    };
    expect(parseContainers([hostile])[0]).toMatchObject({
      name: '',
      running: false,
      pid: 0,
      capAdd: [],
      memory: 0,
      privileged: false,
      pidsLimit: null,
      ports: [{ port: '1', hostIp: '::', hostPort: 0 }],
      networks: [],
      env: ['A=b'],
      labels: { b: 'c' },
      mounts: [
        { type: 'other', source: '' },
        { type: 'other', writable: true },
      ],
    });
  });

  it('a paused one runs', () =>
    expect(parseContainers([{ Id: 'a', State: { Running: false, Status: 'paused' } }])[0]?.running).toBe(true));

  it('a health check that is NONE is none', () => {
    const health = (Test: unknown) => parseContainers([{ Id: 'a', Config: { Healthcheck: { Test } } }])[0]?.healthcheck;
    expect([health(['NONE']), health([]), health(null), health(['CMD', 'x'])]).toEqual([false, false, false, true]);
  });
});
