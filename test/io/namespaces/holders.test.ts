/** Namespaces that no process is in: bound to a file, or held by an open descriptor. Needs root. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findNamespaces } from '../../../src/core/namespaces/find.ts';
import { parseNamespaceLink } from '../../../src/core/namespaces/name.ts';
import type { Namespace } from '../../../src/core/namespaces/types.ts';
import { readHolders, relationsOf } from '../../../src/io/namespaces/holders.ts';
import { readProcesses } from '../../../src/io/proc/processes.ts';

const folder = mkdtempSync(`${tmpdir()}/spc-ns-`);
const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});
afterAll(() => rmSync(folder, { recursive: true }));

const inodeOf = (path: string) => parseNamespaceLink(readlinkSync(path))?.inode ?? 0;
const byPid = new Map();

async function look(descriptors = true): Promise<{ namespaces: Namespace[]; gaps: string[] }> {
  const table = readProcesses(['ns', 'status']);
  const holders = await readHolders(table, descriptors);
  return { namespaces: findNamespaces(table, { byPid }, holders), gaps: holders.gaps };
}

const find = async (inode: number, among = look()) => (await among).namespaces.find((each) => each.inode === inode);

/** A program in namespaces of its own, ready when it wrote a line; it ends with the test. */
async function unshared(
  args: string[],
  command = 'echo ready; exec sleep 1000',
): Promise<ChildProcess & { pid: number }> {
  const child = spawn('unshare', [...args, 'sh', '-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
  undo.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  return child as ChildProcess & { pid: number };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

/** A network namespace without a process, bound to a file. */
function bound(name: string): { path: string; inode: number } {
  const path = `${folder}/${name}`;
  writeFileSync(path, '');
  const { status } = spawnSync('unshare', [`--net=${path}`, 'true']);
  undo.push(() => spawnSync('umount', [path]));
  expect(status).toBe(0);
  return { path, inode: statSync(path).ino };
}

describe('readHolders', () => {
  it('finds a namespace that only a bind keeps', async () => {
    const { path, inode } = bound('a blank');
    expect(await find(inode)).toMatchObject({
      type: 'net',
      pids: [],
      descriptors: [],
      mounts: expect.arrayContaining([expect.objectContaining({ path, own: true })]),
    });
  });

  it('finds binds of another mount namespace, whose paths are not ours', async () => {
    const file = `${folder}/foreign`;
    writeFileSync(file, '');
    const script = `unshare --net=${file} true; readlink /proc/self/ns/mnt; exec sleep 1000`;
    const child = spawn('unshare', ['--mount', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    undo.push(() => child.kill('SIGKILL'));
    const mountNs = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim())));
    child.stdout.destroy();
    const held = (await look()).namespaces.filter(({ mounts }) => mounts.some(({ path }) => path === file));
    expect(held).toMatchObject([{ type: 'net', pids: [], mounts: [{ own: false }] }]);
    expect(held[0]?.mounts[0]?.mountNamespaces).toEqual([parseNamespaceLink(String(mountNs))?.inode]);
  });

  it('finds a namespace that only a descriptor keeps', async () => {
    const child = await unshared(['--net', '--uts']);
    const fd = openSync(`/proc/${child.pid}/ns/net`, 'r');
    undo.push(() => closeSync(fd));
    const inode = inodeOf(`/proc/${child.pid}/ns/net`);
    const other = inodeOf(`/proc/${child.pid}/ns/uts`);
    await ended(child);
    const held = await find(inode);
    expect(held).toMatchObject({ type: 'net', pids: [], mounts: [] });
    expect(held?.descriptors).toContainEqual({ type: 'net', inode, pid: process.pid, fd });
    expect(await find(inode, look(false))).toBeUndefined();
    expect(await find(other)).toBeUndefined();
  });

  it('takes a process that sees no mount for what it is', async () => {
    const inside = `mount -t tmpfs t ${folder} && cp /bin/busybox ${folder} && exec chroot ${folder} /busybox sh -c`;
    const child = await unshared(['--mount'], `${inside} 'echo ready; exec /busybox sleep 1000'`);
    const { status } = spawnSync('nsenter', ['-m', '-t', String(child.pid), 'umount', '-l', folder]);
    expect([status, readFileSync(`/proc/${child.pid}/mountinfo`, 'utf8')]).toEqual([0, '']);
    expect((await look(false)).gaps).toEqual([]);
  });

  it('finds one that both keep', async () => {
    const { path, inode } = bound('both');
    const fd = openSync(path, 'r');
    undo.push(() => closeSync(fd));
    expect(await find(inode)).toMatchObject({
      mounts: expect.arrayContaining([expect.objectContaining({ path })]),
      descriptors: [{ fd, pid: process.pid }],
    });
  });

  it('finds one that was opened at a path that is unmounted since', async () => {
    const { path, inode } = bound('left');
    const fd = openSync(path, 'r');
    undo.push(() => closeSync(fd));
    spawnSync('umount', ['--lazy', path]);
    expect(await find(inode)).toMatchObject({ type: 'net', mounts: [], descriptors: [{ fd, pid: process.pid }] });
  });

  it('looks at no descriptor of a thread of the kernel, and tells whose it could not read', async () => {
    const script =
      'import("./src/io/namespaces/descriptors.ts").then(async ({ readDescriptors }) => {' +
      'const { readProcesses } = await import("./src/io/proc/processes.ts");' +
      'console.log(JSON.stringify(readDescriptors(readProcesses([]), new Set()).gaps)) })';
    const { stdout } = spawnSync('setpriv', ['--reuid', '65534', '--clear-groups', process.execPath, '-e', script], {
      encoding: 'utf8',
    });
    const count = /^\["open descriptors of (\d+) processes could not be read: CAP_SYS_PTRACE is needed"\]\n$/.exec(
      stdout,
    )?.[1];
    const others = readProcesses([]).processes.filter(({ kernelThread }) => !kernelThread);
    expect(Number(count)).toBeGreaterThan(0);
    expect(Number(count)).toBeLessThan(others.length + 50);
  });
});

describe('relationsOf', () => {
  it('tells the owner and the parent of user namespaces', async () => {
    const child = await unshared([
      '--setuid',
      '1234',
      '--setgid',
      '1234',
      '--',
      'unshare',
      '--user',
      '--map-root-user',
      '--net',
    ]);
    const net = inodeOf(`/proc/${child.pid}/ns/net`);
    const user = inodeOf(`/proc/${child.pid}/ns/user`);
    const relations = await relationsOf([await find(net)].filter((each) => each !== undefined));
    const host = inodeOf('/proc/self/ns/user');
    expect(relations.find(({ inode }) => inode === net)).toEqual({
      type: 'net',
      inode: net,
      ownerUserNs: user,
      owner: 1234,
    });
    expect(relations.find(({ inode }) => inode === user)).toEqual({
      type: 'user',
      inode: user,
      ownerUserNs: host,
      parent: host,
      owner: 1234,
    });
  });

  it('finds a user namespace that lives on as an owner only', async () => {
    const child = await unshared(['--user', '--map-root-user', '--net']);
    const fd = openSync(`/proc/${child.pid}/ns/net`, 'r');
    undo.push(() => closeSync(fd));
    const user = inodeOf(`/proc/${child.pid}/ns/user`);
    await ended(child);
    const { namespaces } = await look();
    expect(await find(user, Promise.resolve({ namespaces, gaps: [] }))).toBeUndefined();
    expect(await relationsOf(namespaces)).toContainEqual(
      expect.objectContaining({ type: 'user', inode: user, owner: 0 }),
    );
  });

  it('tells the parents of nested pid namespaces', async () => {
    const child = await unshared(['--pid', '--fork', '--kill-child']);
    const inner = (await look()).namespaces.find(({ type, main }) => type === 'pid' && main?.ppid === child.pid);
    const relations = await relationsOf(inner ? [inner] : []);
    expect(relations).toContainEqual(
      expect.objectContaining({ type: 'pid', inode: inner?.inode, parent: inodeOf('/proc/self/ns/pid') }),
    );
  });

  it('tells of one that is only bound', async () => {
    const { inode } = bound('relation');
    const relations = await relationsOf([await find(inode)].filter((each) => each !== undefined));
    expect(relations).toContainEqual({ type: 'net', inode, ownerUserNs: inodeOf('/proc/self/ns/user'), owner: 0 });
  });

  it('asks nothing of a file that has taken the place of a namespace', async () => {
    const { path, inode } = bound('swapped');
    const held = await find(inode);
    spawnSync('umount', [path]);
    expect(await relationsOf(held ? [held] : [])).toEqual([]);
    spawnSync('mount', ['--bind', '/proc/self/ns/uts', path]);
    expect(await relationsOf(held ? [held] : [])).toEqual([]);
  });
});
