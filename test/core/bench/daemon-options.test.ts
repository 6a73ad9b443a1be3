import { describe, expect, it } from 'vitest';
import {
  allValues,
  containerdSockets,
  daemonOptions,
  isOn,
  lastValue,
  tcpHosts,
  tlsFile,
} from '../../../src/core/bench/daemon-options.ts';
import type { Json } from '../../../src/core/bench/types.ts';
import { DOCKER } from './evidence.ts';

const flags = (...argv: string[]) =>
  daemonOptions(undefined, [{ name: 'dockerd', pid: 1, uid: 0, exe: '', argv: ['dockerd', ...argv] }]);

const file = (value: Record<string, Json>) => daemonOptions({ path: '/etc/docker/daemon.json', value }, []);

describe('flags', () => {
  it.each<[string[], Record<string, string[]>]>([
    [['--icc=false'], { icc: ['false'] }],
    [['--icc', '--debug'], { icc: ['true'], debug: ['true'] }],
    [
      ['-D', '-H', 'fd://', '-Hunix:///x', '-H=tcp://a:1', '--host', 'b:2'],
      {
        debug: ['true'],
        host: ['fd://', 'unix:///x', 'tcp://a:1', 'b:2'],
      },
    ],
    [['-l', 'warn'], { 'log-level': ['warn'] }],
    [['--label', 'a=b=c', '--storage-opt=dm.basesize=20G'], { label: ['a=b=c'], 'storage-opt': ['dm.basesize=20G'] }],
    [['stray', '--icc=false'], { icc: ['false'] }],
    [['--cgroup-parent='], {}],
    [[], {}],
  ])('%j', (argv, values) => {
    const options = flags(...argv);
    expect(Object.fromEntries([...options.keys()].map((name) => [name, allValues(options, name)]))).toEqual(values);
  });

  it('are those of dockerd only', () =>
    expect(daemonOptions(undefined, [{ name: 'containerd', pid: 1, uid: 0, exe: '', argv: ['x', '--icc'] }]).size).toBe(
      0,
    ));
});

describe('daemon.json', () => {
  it.each<[Record<string, Json>, string, string[]]>([
    [{ hosts: ['a', 'b'] }, 'host', ['a', 'b']],
    [{ 'insecure-registries': [] }, 'insecure-registry', []],
    [{ 'default-ulimits': { nofile: { Soft: 1 } } }, 'default-ulimit', ['nofile']],
    [{ 'log-opts': { 'max-size': '1m' } }, 'log-opt', ['max-size=1m']],
    [{ icc: false }, 'icc', ['false']],
    [{ 'userns-remap': '' }, 'userns-remap', []],
    [{ iptables: null }, 'iptables', []],
  ])('%j', (value, name, values) => expect(allValues(file(value), name)).toEqual(values));

  it('says where a setting comes from', () => {
    const options = daemonOptions({ path: 'x', value: { hosts: ['fd://'] } }, [
      { name: 'dockerd', pid: 1, uid: 0, exe: '', argv: ['dockerd', '-H', 'tcp://a'] },
    ]);
    expect(options.get('host')).toEqual([
      { value: 'fd://', from: 'daemon.json' },
      { value: 'tcp://a', from: 'command line' },
    ]);
    expect(lastValue(options, 'host')).toBe('tcp://a');
  });
});

describe('what settings mean', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['T', true],
    ['false', false],
    ['0', false],
    ['yes', false],
  ])('%s is %s', (value, on) => expect(isOn(flags(`--icc=${value}`), 'icc', !on)).toBe(on));

  it('takes the fallback for what is not set', () => {
    expect(isOn(flags(), 'icc', true)).toBe(true);
    expect(isOn(flags(), 'icc')).toBe(false);
  });

  it('knows TCP', () =>
    expect(tcpHosts(flags('-H', 'fd://', '-H', 'unix:///a', '-H', 'tcp://b', '-H', '0.0.0.0:2375'))).toEqual([
      'tcp://b',
      '0.0.0.0:2375',
    ]));

  it('finds the files of TLS', () => {
    expect(tlsFile(flags('--tlskey', '/k'), 'tlskey', DOCKER.engine)).toBe('/k');
    expect(tlsFile(flags('--tls'), 'tlskey', DOCKER.engine)).toBe('/root/.docker/key.pem');
    expect(tlsFile(flags(), 'tlskey', DOCKER.engine)).toBe('');
  });

  it('finds the socket of containerd', () => {
    expect(containerdSockets(flags('--containerd=/c'), DOCKER.engine)).toEqual(['/c']);
    expect(containerdSockets(flags(), { ...DOCKER.engine, runtimeDir: '/run/user/7' })[1]).toBe(
      '/run/user/7/docker/containerd/containerd.sock',
    );
  });
});
