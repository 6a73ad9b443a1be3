import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { totalmem } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCgroup } from '../../../src/core/processes/cgroup.ts';
import { NAMESPACE_TYPES, type ProcessEntry, type ProcessPart } from '../../../src/core/processes/types.ts';
import { entryReader } from '../../../src/io/proc/entry.ts';
import { readProcesses } from '../../../src/io/proc/processes.ts';
import { tryReadProc } from '../../../src/io/proc/read.ts';
import { endAll, startReady, untilState } from './children.ts';

const ALL: ProcessPart[] = ['status', 'cgroup', 'cmdline', 'ns'];
const one = (pid: number) => readProcesses(ALL, [pid]).processes[0];
const self = process.pid;

afterEach(endAll);

describe('readProcesses', () => {
  it('tells of this process what is so', () => {
    const entry = one(self);
    const links = NAMESPACE_TYPES.map((type) => [type, Number(/\d+/.exec(readlinkSync(`/proc/self/ns/${type}`))?.[0])]);
    expect(entry).toMatchObject({ pid: self, ppid: process.ppid, uid: process.geteuid?.(), kernelThread: false });
    expect(entry?.ns).toEqual(Object.fromEntries(links));
    expect(entry?.nsPids?.[0]).toBe(self);
    expect(entry?.argv?.length).toBeGreaterThan(0);
    expect(entry?.cgroups?.length).toBeGreaterThan(0);
    expect(entry?.rss).toBeGreaterThan(process.memoryUsage.rss() / 2);
    expect(entry?.rss).toBeLessThan(process.memoryUsage.rss() * 2);
    expect(entry?.threads).toBe(readdirSync('/proc/self/task').length);
  });

  it('tells of the machine what is so', () => {
    const { ticksPerSecond, memory, bootTime, at } = readProcesses([], []);
    expect(ticksPerSecond).toBe(Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })));
    expect(memory).toBe(totalmem());
    const uptime = Number(execFileSync('cut', ['-d.', '-f1', '/proc/uptime'], { encoding: 'utf8' }));
    expect(Math.abs(at / 1000 - uptime - bootTime / 1000)).toBeLessThan(3);
  });

  it('has every process once, by pid rising', () => {
    const pids = readProcesses([]).processes.map(({ pid }) => pid);
    expect(pids).toContain(self);
    expect(pids).toEqual([...new Set(pids)].sort((a, b) => a - b));
  });

  it('reads only the parts it is asked for', () => {
    const entry = readProcesses([], [self]).processes[0];
    expect(Object.keys(entry ?? {})).not.toEqual(expect.arrayContaining(['uid']));
    for (const key of ['uid', 'nsPids', 'argv', 'cgroups', 'ns']) expect(entry).not.toHaveProperty(key);
  });

  it('gives each process its own cgroups', () => {
    const { processes } = readProcesses(['cgroup']);
    const texts = processes.map(({ pid }) => [pid, tryReadProc(`/proc/${pid}/cgroup`)] as const);
    const alive = texts.filter(([, text]) => text !== undefined);
    const cgroupsOf = new Map(processes.map(({ pid, cgroups }) => [pid, cgroups]));
    const moved = alive.filter(([pid, text = '']) => !isDeepStrictEqual(cgroupsOf.get(pid), parseCgroup(text)));
    // a process may be put into its cgroup between the two
    expect(moved.length).toBeLessThan(3);
    expect(alive.length).toBeGreaterThan(10);
  });

  it('leaves out a process that is not there', () => {
    expect(readProcesses(ALL, [self, 2 ** 22 + 1]).processes.map(({ pid }) => pid)).toEqual([self]);
  });

  it('reads a zombie', async () => {
    const { line } = await startReady('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    await untilState(Number(line), 'Z');
    expect(one(Number(line))).toMatchObject({ state: 'Z', argv: [], rss: 0 });
  });

  it('cuts a command line of a megabyte', async () => {
    const words = Array.from({ length: 10 }, () => 'x'.repeat(100_000));
    const { pid } = await startReady('sh', ['-c', 'echo; read x', ...words]);
    const { argv = [] } = one(pid) ?? {};
    expect(argv.slice(0, 3)).toEqual(['sh', '-c', 'echo; read x']);
    expect(argv.join(' ').length).toBe(128 * 1024);
  });

  it('keeps a hostile name and a hostile first word as they are', async () => {
    const name = 'a) R 1\n\x1b[2J(';
    const { pid } = await startReady('sh', ['-c', 'printf %s "$1" > /proc/self/comm; echo; read x', 'sh', name]);
    await untilState(pid, 'S'); // it has said that it is ready a moment before it waits
    expect(one(pid)).toMatchObject({ comm: name, ppid: self, state: 'S' });
    const title = '\x1b]0;title\x07';
    const other = await startReady('bash', ['-c', 'echo; exec -a "$1" sleep 60', 'bash', title]);
    await expect.poll(() => one(other.pid)?.argv).toEqual([title, '60']);
  });

  it('says of stopped processes what ps says', async () => {
    const { pid } = await startReady('sh', ['-c', 'for i in $(seq 200); do sleep 60 & done; echo; wait']);
    process.kill(-pid, 'SIGSTOP');
    const ours = () =>
      readProcesses(['status']).processes.filter(({ pid: each, ppid }) => each === pid || ppid === pid);
    await expect.poll(() => ours().filter(({ state }) => state === 'T').length).toBe(201);
    const rows = ours().map(({ pid: each, ppid, uid, comm }) => `${each} ${ppid} ${uid} ${comm}`);
    const pids = ours().map(({ pid: each }) => each);
    const ps = execFileSync('ps', ['-ww', '-o', 'pid=,ppid=,uid=,comm=', '-p', pids.join(',')], { encoding: 'utf8' });
    expect(rows).toEqual(
      ps
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().replaceAll(/ +/g, ' ')),
    );
  });
});

describe('a reading that takes long', () => {
  /** Tells a second at each look, and does this at the second one, when all has been read. */
  const slowClock = (atTheEnd: () => void) => {
    let looks = 0;
    return () => {
      if (++looks === 2) atTheEnd();
      return looks * 1000;
    };
  };

  it('is looked at again: a process that has ended meanwhile is a zombie', async () => {
    const { pid } = await startReady('sh', ['-c', 'echo; read x']);
    const kill = () =>
      execFileSync('sh', ['-c', `kill -9 ${pid}; while ! grep -q '^State:.Z' /proc/${pid}/status; do :; done`]);
    expect(entryReader(['cmdline'], 4096, slowClock(kill))(pid)).toMatchObject({ pid, state: 'Z' });
  });

  it('is of no use when the process is gone', async () => {
    const { line, child } = await startReady('sh', [
      '-c',
      'sleep 60 & echo $!; read x; kill -9 $!; wait; echo; read x',
    ]);
    const end = () => {
      child.stdin?.write('\n');
      execFileSync('sh', ['-c', `while [ -e /proc/${line} ]; do :; done`]);
    };
    expect(() => entryReader([], 4096, slowClock(end))(Number(line))).toThrow(/ENOENT/);
  });
});

describe('under a fork storm', () => {
  /** Some 2,000 forks a second, of which some 50 live at a time. */
  // a fork that fails is undef: the storm goes on when there is room again
  const STORM =
    '$SIG{CHLD} = "IGNORE"; while (1) { $p = fork; select undef, undef, undef, rand .05 if !$p; exit if defined $p && !$p }';
  const identity = ({ pid, startTime, ppid, argv }: ProcessEntry) => JSON.stringify({ pid, startTime, ppid, argv });

  it('mixes up no processes', async () => {
    const marks = [1, 2].map((number) => `storm-${self}-${number}`);
    const [quiet] = await Promise.all([
      startReady('sh', ['-c', 'echo; read x', 'quiet']),
      ...marks.map((mark) => startReady('perl', ['-e', `$| = 1; print "go\\n"; ${STORM}`, mark])),
    ]);
    const before = one(quiet.pid);
    let seen = 0;
    for (let reading = 0; reading < 20; reading++) {
      const { processes } = readProcesses(ALL);
      const storms = new Map(processes.filter(({ ppid }) => ppid === self).map((entry) => [entry.pid, entry]));
      const children = processes.filter(({ ppid, state }) => storms.has(ppid) && state !== 'Z' && state !== 'X');
      seen += children.length;
      for (const child of children) {
        const parent = storms.get(child.ppid);
        // one that is about to end has given up its memory, and its command line with it
        if (child.argv?.length) expect(child.argv).toEqual(parent?.argv);
        expect(child).toMatchObject({ comm: 'perl', nsPids: [child.pid], uid: parent?.uid });
        expect(child.startTime).toBeGreaterThanOrEqual(parent?.startTime ?? Number.POSITIVE_INFINITY);
      }
      expect(new Set(processes.map(({ pid }) => pid)).size).toBe(processes.length);
      const again = processes.find(({ pid }) => pid === quiet.pid);
      expect(again && identity(again)).toBe(before && identity(before));
    }
    expect(seen).toBeGreaterThan(0);
  });
});
