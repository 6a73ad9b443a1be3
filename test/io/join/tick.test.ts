/** Joining namespaces made by unshare(1), from this very process. Needs root. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpcError } from '../../../src/core/errors.ts';
import { identify } from '../../../src/io/builtin/pids.ts';
import { holdNamespaces, isSame, type Joinable, namespacesOf, release } from '../../../src/io/join/pin.ts';
import { spawnJoined, type TickType } from '../../../src/io/join/tick.ts';

const TYPES: TickType[] = ['net', 'pid', 'ipc', 'uts', 'cgroup'];
let keeper: ChildProcess;
let target: Joinable;

const own = () => TYPES.map((type) => readlinkSync(`/proc/self/ns/${type}`));
const theirs = (pid: number) => TYPES.map((type) => readlinkSync(`/proc/${pid}/ns/${type}`));
const targetOf = (pid: number, more: Partial<Joinable> = {}): Joinable => ({
  text: `pid:${pid}`,
  spec: { kind: 'pid', pid },
  pid,
  startTime: Number(identify(pid)?.startTime ?? 0),
  ...more,
});

async function outputOf(child: ChildProcess): Promise<string> {
  return child.stdout ? await text(child.stdout) : '';
}

beforeAll(async () => {
  const args = [
    '--net',
    '--ipc',
    '--uts',
    '--cgroup',
    '--pid',
    '--fork',
    'sh',
    '-c',
    'hostname spc-joined; echo in; exec sleep 600',
  ];
  keeper = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => keeper.stdout?.once('data', resolve));
  const [pid = ''] = readFileSync(`/proc/${keeper.pid}/task/${keeper.pid}/children`, 'utf8').split(' ');
  target = targetOf(Number(pid));
});

afterAll(() => {
  process.kill(target.pid, 'SIGKILL');
});

describe('a program in the namespaces of a target', () => {
  it('has all of them, and this process has its own again', async () => {
    const before = own();
    const script = 'hostname; echo $$; readlink /proc/$PPID/ns/net';
    const child = spawnJoined(
      target,
      TYPES,
      { file: 'sh', args: ['-c', script] },
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    expect(own()).toEqual(before);
    expect(theirs(child.pid ?? 0)).toEqual(theirs(target.pid));
    expect(await outputOf(child)).toMatch(/^spc-joined\n[2-9]\d*\n/);
    expect(await readFile('/proc/self/comm', 'utf8')).not.toBe(''); // threads can be made
  });

  it('comes back when the program cannot be started, too', async () => {
    const before = own();
    const child = spawnJoined(target, TYPES, { file: '/nonexistent', args: [] });
    const error = await new Promise((resolve) => child.once('error', resolve));
    expect(error).toMatchObject({ code: 'ENOENT' });
    expect(() => spawnJoined(target, TYPES, { file: 'a\0b', args: [] })).toThrow('null bytes');
    expect(own()).toEqual(before);
  });

  it('by a file a namespace is bound to', async () => {
    const name = `spc-test-${process.pid}`;
    spawnSync('ip', ['netns', 'add', name]);
    try {
      const bound = `/run/netns/${name}`;
      const lone: Joinable = { text: name, spec: { kind: 'netns', name }, pid: 0, startTime: 0, bound };
      const { there } = namespacesOf(lone);
      const child = spawnJoined(
        lone,
        ['net'],
        { file: 'readlink', args: ['/proc/self/ns/net'] },
        { stdio: ['ignore', 'pipe', 2] },
      );
      expect(await outputOf(child)).toBe(`net:[${there.net}]\n`);
    } finally {
      spawnSync('ip', ['netns', 'del', name]);
    }
  });

  it('has the soft limit of open files it is given', async () => {
    const limit = () => /open files +(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    const before = limit();
    const child = spawnJoined(
      target,
      ['net'],
      { file: 'sh', args: ['-c', 'ulimit -Sn'] },
      { stdio: ['ignore', 'pipe', 2], openFiles: 123 },
    );
    expect(await outputOf(child)).toBe('123\n');
    expect(limit()).toBe(before);
  });

  it('of a process that ended: nothing is started', () => {
    const gone = targetOf(target.pid, { startTime: target.startTime - 1 }); // the number is another's now
    expect(isSame(gone)).toBe(false);
    expect(() => spawnJoined(gone, TYPES, { file: 'true', args: [] })).toThrow(
      expect.objectContaining({ code: 'target-gone' }),
    );
    expect(() => holdNamespaces(gone, TYPES)).toThrow(expect.objectContaining({ code: 'target-gone' }));
    expect(() => namespacesOf(gone)).toThrow(expect.objectContaining({ code: 'target-gone' }));
  });

  it('of a number nobody has', () => {
    const { pid = 0 } = spawnSync('true');
    expect(() => spawnJoined(targetOf(pid, { startTime: 1 }), TYPES, { file: 'true', args: [] })).toThrow(SpcError);
  });

  it('of a zombie', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(String(await new Promise((resolve) => parent.stdout?.once('data', resolve))));
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    try {
      expect(() => namespacesOf(targetOf(pid))).toThrow(expect.objectContaining({ code: 'target-gone' }));
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('leaves no descriptor open', () => {
    const count = () => readdirSync('/proc/self/fd').length;
    const before = count();
    for (let n = 0; n < 20; n++) spawnJoined(target, TYPES, { file: 'true', args: [] }, { stdio: 'ignore' });
    release(holdNamespaces(target, TYPES));
    expect(() => holdNamespaces(target, [...TYPES, 'nonsense' as 'net'])).toThrow();
    expect(count()).toBeLessThanOrEqual(before);
  });
});

describe('a name that another namespace got meanwhile', () => {
  const name = `spc-test-again-${process.pid}`;
  const bound = `/run/netns/${name}`;
  const lone = (boundInode: number): Joinable => ({
    text: name,
    spec: { kind: 'netns', name },
    pid: 0,
    startTime: 0,
    bound,
    boundInode,
  });

  beforeAll(() => {
    spawnSync('ip', ['netns', 'add', name]);
  });
  afterAll(() => {
    spawnSync('ip', ['netns', 'del', name]);
  });

  it('is not joined, and no descriptor is left', () => {
    const { ino } = statSync(bound);
    release(holdNamespaces(lone(ino), ['net']));
    const before = readdirSync('/proc/self/fd').length;
    expect(() => holdNamespaces(lone(ino + 1), ['net'])).toThrow(expect.objectContaining({ code: 'target-gone' }));
    expect(() => namespacesOf(lone(ino + 1))).toThrow(expect.objectContaining({ code: 'target-gone' }));
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});

it('leaves no descriptor open when its own namespaces cannot be opened', () => {
  const before = readdirSync('/proc/self/fd').length;
  expect(() => spawnJoined(target, [...TYPES, 'nonsense' as 'net'], { file: 'true', args: [] })).toThrow('ENOENT');
  expect(readdirSync('/proc/self/fd').length).toBe(before);
});
