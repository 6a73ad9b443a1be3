/** A container's owner against a privileged reader: every trick here is played on a real process in a root of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStat } from '../../../src/core/processes/stat.ts';
import { openTargetRoot, type TargetRoot } from '../../../src/io/inspect/target-root.ts';

const BUSYBOX = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path)) ?? '';
const outside = mkdtempSync('/var/tmp/spc-outside-');
const inside = join(outside, 'root');
const children: ChildProcess[] = [];
let pid = 0;
let root: TargetRoot;

const startTimeOf = (of: number) => parseStat(readFileSync(`/proc/${of}/stat`, 'utf8'))?.startTime ?? 0;

/** A process whose root is `inside`, in a mount namespace of its own; `sh`: what it does there; `served`: with a FUSE mount nobody answers for. */
async function startInside(sh: string, served = false): Promise<number> {
  const fuse = served
    ? `exec 5<>/dev/fuse; mount -i -t fuse -o fd=5,rootmode=40000,user_id=0,group_id=0 none ${inside}/served; `
    : '';
  const child = spawn('unshare', [
    '-m',
    'sh',
    '-c',
    `mount -t proc proc ${inside}/proc; ${fuse}exec chroot ${inside} /busybox sh -c '${sh}'`,
  ]);
  children.push(child);
  for (let tries = 0; tries < 500; tries++) {
    try {
      if (readlinkSync(`/proc/${child.pid}/root`) === inside) return child.pid ?? 0;
    } catch {
      // not there yet
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the process did not enter its root');
}

beforeAll(async () => {
  for (const folder of ['proc', 'served', 'etc', 'dev', 'a/b']) mkdirSync(join(inside, folder), { recursive: true });
  execFileSync('cp', [BUSYBOX, join(inside, 'busybox')]);
  writeFileSync(join(outside, 'secret'), 'outside');
  writeFileSync(join(inside, 'etc/os-release'), 'inside');
  writeFileSync(join(inside, 'secret'), 'inside');
  const links = {
    absolute: '/etc/shadow',
    up: '../../../../../../../../etc/shadow',
    'through-host': outside,
    'to-release': '/etc/os-release',
    'up-to-secret': '../../secret',
    'to-kmsg': '/proc/kmsg',
    loop: 'loop',
    magic: '/proc/self/root/secret',
    'magic-fd': '/proc/1/root/secret',
  };
  for (const [name, target] of Object.entries(links)) execFileSync('ln', ['-s', target, join(inside, name)]);
  execFileSync('mkfifo', [join(inside, 'fifo')]);
  execFileSync('mknod', [join(inside, 'dev/zero'), 'c', '1', '5']);
  execFileSync('truncate', ['-s', '1T', join(inside, 'endless')]);
  pid = await startInside('exec /busybox sleep 100000');
  root = await openTargetRoot(pid, startTimeOf(pid));
});

afterAll(() => {
  root?.close();
  for (const child of children) child.kill('SIGKILL');
  rmSync(outside, { recursive: true, force: true });
});

const read = (path: string) => root.read(path, 1000)?.toString();

describe('openTargetRoot', () => {
  it.each([
    '/etc/os-release',
    'etc/os-release',
    '/to-release',
    '/a/b/../../etc/os-release',
    '/../../../etc/os-release',
    '/up-to-secret',
  ])('reads %s inside', (path) => expect(read(path)).toBe('inside'));

  it.each(['/absolute', '/up', '/through-host/secret', '/../secret/../../../etc/shadow', '/etc/shadow'])(
    'finds nothing at %s, which leads out',
    (path) => expect(read(path)).toBeUndefined(),
  );

  it.each([
    '/fifo',
    '/dev/zero',
    '/etc',
    '/missing',
    '/loop',
    '/magic',
    '/magic-fd',
    `${'/x'.repeat(5000)}`,
    '/etc/os-release/x',
  ])('refuses %s', (path) => expect(read(path)).toBeUndefined());

  it.each(['/proc/kmsg', '/to-kmsg', '/proc/self/mem', '/proc/version', '/proc/sys/kernel/hostname'])(
    'refuses %s: files of the kernel',
    (path) => expect(read(path)).toBeUndefined(),
  );

  it.runIf(existsSync('/dev/fuse'))('does not wait for a file system whose server never answers', async () => {
    const owner = await startInside('exec /busybox sleep 100000', true);
    const served = await openTargetRoot(owner, startTimeOf(owner));
    expect(served.read('/served/file', 100)).toBeUndefined();
    expect(served.stat('/served/folder/file')).toBeUndefined();
    expect(served.read('/to-release', 100)?.toString()).toBe('inside');
    served.close();
  });

  it('cuts an endless file', () => expect(root.read('/endless', 5000)).toHaveLength(5000));

  it('tells of folders, and of nothing that leads out', () => {
    expect(root.stat('/etc')?.isDirectory()).toBe(true);
    expect(root.stat('/absolute')).toBeUndefined();
  });

  it('never follows a folder that is swapped for a link to the host', async () => {
    const swapper = 'while :; do mkdir x; echo inside > x/secret; rm -r x; ln -s /../../../../..'.concat(
      outside,
      ' x; rm x; done',
    );
    const racer = await startInside(swapper);
    const racing = await openTargetRoot(racer, startTimeOf(racer));
    const seen = new Set<string | undefined>();
    for (let tries = 0; tries < 20_000; tries++) seen.add(racing.read('/x/secret', 100)?.toString().trim());
    racing.close();
    expect([...seen].filter((text) => text === 'outside')).toEqual([]);
    expect(seen).toContain('inside');
  });
});

describe('whose root it is', () => {
  it('is a process that has not been replaced', async () => {
    await expect(openTargetRoot(pid, startTimeOf(pid) + 1)).rejects.toMatchObject({ code: 'no-container' });
  });

  it('is a process that is still there', async () => {
    await expect(openTargetRoot(2 ** 22 + 1)).rejects.toMatchObject({ code: 'no-container' });
  });

  it('leaves no descriptor behind', async () => {
    const count = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(inside);
        } catch {
          return false; // the one of this very reading
        }
      }).length;
    const before = count();
    expect(before).toBe(1);
    const opened = await openTargetRoot(pid);
    for (const path of ['/etc/os-release', '/fifo', '/proc/kmsg', '/missing']) {
      const fd = opened.open(path);
      if (fd !== undefined) closeSync(fd);
    }
    opened.close();
    await openTargetRoot(pid, 1).catch(() => undefined);
    expect(count()).toBe(before);
  });
});
