/** What the readers make of state files captured from real engines, each put where its engine says it keeps them. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ContainerRecord } from '../../../src/core/containers/record.ts';
import type { ProcessEntry } from '../../../src/core/processes/types.ts';
import { readContainerd } from '../../../src/io/discover/containerd.ts';
import { readDocker } from '../../../src/io/discover/docker.ts';
import { readLxc } from '../../../src/io/discover/machines.ts';
import { readPodman } from '../../../src/io/discover/podman.ts';
import type { ReaderContext, StateReader } from '../../../src/io/discover/reader.ts';
import { makeProcess } from '../../core/containers/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-readers-'));
const uid = process.geteuid?.() ?? 0;
const fixture = (path: string) => new URL(`../../fixtures/containers/${path}`, import.meta.url);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a reader finds because of this process. */
function readBy(reader: StateReader, engine: Partial<ProcessEntry>): { records: ContainerRecord[]; gaps: string[] } {
  const gaps = new Set<string>();
  const context = (engines: ProcessEntry[]): ReaderContext => ({ engines, users: [], homeOf: () => undefined, gaps });
  const without = new Set(reader(context([])).map(({ id }) => id));
  gaps.clear();
  const records = reader(context([makeProcess({ uid, ...engine })])).filter(({ id }) => !without.has(id));
  return { records, gaps: [...gaps] };
}

describe('docker', () => {
  const root = join(folder, 'docker');
  const ids = { web: '1'.repeat(64), done: '2'.repeat(64), new: '3'.repeat(64), bad: '4'.repeat(64) };
  for (const [name, id] of Object.entries(ids)) {
    const to = join(root, 'containers', id, 'config.v2.json');
    if (name === 'bad') mkdirSync(to, { recursive: true });
    else cpSync(fixture(`docker/${name}.json`), to);
  }
  mkdirSync(join(root, 'containers', 'no-id'));
  const dockerd = (...argv: string[]) => ({ comm: 'dockerd', argv: ['dockerd', ...argv] });
  const { records, gaps } = readBy(readDocker, dockerd('--data-root', root));

  it('reads one that runs', () => {
    expect(records.find(({ id }) => id === ids.web)).toMatchObject({
      maker: 'docker',
      name: 'hb-web',
      image: 'localhost/spc-bb',
      imageId: 'sha256:05fcb4f35a6b5bf4bc2b6a2444711f432e705996e3b97b731e0192e41e38bd29',
      created: '2026-11-22T05:42:15.068Z',
      labels: { a: 'b', 'spc.lab.rev': '1' },
      pid: 17020,
      status: 'running',
      owner: uid,
    });
  });

  it('tells those that ended from those that never started', () => {
    expect(records.map(({ id, status }) => [id, status])).toEqual([
      [ids.web, 'running'],
      [ids.done, 'stopped'],
      [ids.new, 'created'],
    ]);
  });

  it('a damaged one is a gap, and hides no other', () => {
    expect(gaps).toEqual([`${root}/containers/${ids.bad}/config.v2.json was not read: it is no regular file`]);
  });

  it("lets no user's dockerd hide it by naming it, too", () => {
    const engines = [dockerd('--data-root', root), { ...dockerd('--data-root', root), uid: uid + 1000 }];
    const context = { users: [], homeOf: () => undefined, gaps: new Set<string>() };
    const all = readDocker({ ...context, engines: engines.map((engine) => makeProcess({ uid, ...engine })) });
    expect(all.filter(({ id }) => id === ids.web)).toMatchObject([{ name: 'hb-web', owner: uid }]);
  });

  it.runIf(uid === 0)('finds the data root in the configuration, too', () => {
    const config = join(folder, 'daemon.json');
    writeFileSync(config, JSON.stringify({ 'data-root': root }));
    expect(readBy(readDocker, dockerd(`--config-file=${config}`)).records).toHaveLength(3);
  });
});

describe('podman', () => {
  const root = join(folder, 'podman');
  const list = join(root, 'vfs-containers', 'containers.json');
  cpSync(fixture('podman/containers.json'), list);
  const ended = 'e6e168765e22b64392ceb9dbc35a91939b6c04c7f667a96792a7ef4d6e2580c9';
  mkdirSync(join(root, 'vfs-containers', ended, 'userdata'), { recursive: true });
  const conmon = { comm: 'conmon', argv: ['conmon', '--exit-command-arg', '--root', '--exit-command-arg', root] };

  it('reads the list', () => {
    const { records, gaps } = readBy(readPodman, conmon);
    expect(gaps).toEqual([]);
    expect(records.map(({ name }) => name)).toEqual(['hb-pod', 'hb-priv', 'hb-pdone', 'hb-created']);
    expect(records[0]).toMatchObject({
      maker: 'podman',
      id: 'af550845dc92be9ddf8026702c8094ba88e67efe4038cb994ac881cefe3c9fe0',
      image: 'localhost/spc-bb:latest',
      imageId: 'sha256:bfb8a7d3bac24d4182df4154bcb0c77e9184b974a40959964a61ef3ffc491efd',
      created: '2026-11-22T05:42:15.934Z',
      owner: uid,
    });
  });

  it('tells one that was never started by its missing bundle', () => {
    const statusOf = () => readBy(readPodman, conmon).records.find(({ id }) => id === ended)?.status;
    expect(statusOf()).toBe('created');
    writeFileSync(join(root, 'vfs-containers', ended, 'userdata', 'config.json'), '{}');
    expect(statusOf()).toBe('stopped');
  });

  it("knows CRI-O's by their pod", () => {
    const metadata = { 'pod-name': 'web-0', namespace: 'prod', 'metadata-name': 'nginx', 'image-name': 'nginx:1' };
    writeFileSync(list, JSON.stringify([{ id: '5'.repeat(64), names: ['k8s_x'], metadata: JSON.stringify(metadata) }]));
    expect(readBy(readPodman, conmon).records).toMatchObject([
      { maker: 'cri-o', name: 'nginx', group: 'prod/web-0', image: 'nginx:1' },
    ]);
  });

  it.each([
    ['{}'],
    ['[null, 1, [], {"id":"short"}, {"id":7}]'],
    [JSON.stringify([{ id: '../../../etc' }])],
    ['[{"id":"__proto__"}]'],
  ])('makes nothing of %s', (text) => {
    writeFileSync(list, text);
    expect(readBy(readPodman, conmon)).toEqual({ records: [], gaps: [] });
  });

  it('keeps what it can of an entry that is damaged', () => {
    const entry = { id: '6'.repeat(64), names: [9], metadata: '{"name":', image: 7, created: 'never' };
    writeFileSync(list, JSON.stringify([entry]));
    const empty = { name: '', image: '', imageId: '', created: '' };
    expect(readBy(readPodman, conmon).records).toMatchObject([{ maker: 'podman', id: entry.id, ...empty }]);
  });
});

describe.runIf(uid === 0)('containerd', () => {
  const state = join(folder, 'containerd');
  const tasks = join(state, 'io.containerd.runtime.v2.task');
  const task = (path: string, change: object = {}, pid = '4242') => {
    cpSync(fixture('containerd/config.json'), join(tasks, path, 'config.json'));
    if (Object.keys(change).length > 0) writeFileSync(join(tasks, path, 'config.json'), JSON.stringify(change));
    writeFileSync(join(tasks, path, 'init.pid'), pid);
  };
  task('default/web');
  task('default/named', { annotations: { 'nerdctl/name': 'db' } }, 'many\n');
  task('moby/abc');
  const of = (name: string) => `io.kubernetes.cri.${name}`;
  const pod = { [of('sandbox-name')]: 'web-0', [of('sandbox-namespace')]: 'prod' };
  task('k8s.io/c', { annotations: { ...pod, [of('container-name')]: 'nginx', [of('image-name')]: 'nginx:1' } });
  task('k8s.io/p', { annotations: { ...pod, [of('container-type')]: 'sandbox' } });
  const argv = ['containerd-shim-runc-v2', '-address', `${state}/containerd.sock`];
  const { records } = readBy(readContainerd, { comm: 'containerd-shim', argv });

  it.each([
    ['web', { maker: 'containerd', group: 'default', pid: 4242, cgroup: '/default/web', status: 'stopped' }],
    ['named', { maker: 'containerd', name: 'db', pid: 0 }],
    ['abc', { maker: 'containerd', group: '', pid: 0 }],
    ['c', { maker: 'cri-containerd', name: 'nginx', group: 'prod/web-0', image: 'nginx:1' }],
    ['p', { maker: 'cri-containerd', name: 'web-0 (pod)', group: 'prod/web-0' }],
  ])('reads %s', (id, expected) => {
    expect(records.find((record) => record.id === id)).toMatchObject(expected);
  });
});

describe('lxc', () => {
  const path = join(folder, 'lxc');
  mkdirSync(join(path, 'web'), { recursive: true });
  mkdirSync(join(path, 'no-config'));
  writeFileSync(join(path, 'web', 'config'), '');
  const monitor = (owner: number) => ({ comm: 'lxc-start', uid: owner, argv: [`[lxc monitor] ${path} web`] });

  it('lists what is configured where a monitor says', () => {
    expect(readBy(readLxc, monitor(uid)).records).toMatchObject([{ maker: 'lxc', id: 'web', status: 'stopped' }]);
  });

  it("takes nothing from others' files for a user", () => {
    expect(readBy(readLxc, monitor(uid + 1000)).records).toEqual([]);
  });
});
