/** `spc stap` on real containers: what its scripts count is what was done, and nothing is left of them. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { removeScratch, run, spc, start, until } from './spc.ts';

const LIMIT = 120_000;
const scratch = mkdtempSync(join(tmpdir(), 'spc-stap-'));
const children: ChildProcess[] = [];
const mounts = () => readFileSync('/proc/self/mounts', 'utf8');
const before = mounts();
/** Pids of every stapbpf of ours. */
const runners: string[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  endContainers();
  removeScratch();
  rmSync(scratch, { recursive: true });
});

interface Event {
  kind: string;
  text?: string;
  level?: string;
  count?: number;
}

interface Watched {
  /** Ends it as Ctrl-C does; all its events. */
  stop(): Promise<Event[]>;
  status(): number | null;
}

/** The stapbpf that an spc started. */
function stapbpfOf(pid: number): string[] {
  const { stdout } = run(['ps', '-e', '-o', 'pid=,ppid=,comm=']);
  return [...stdout.matchAll(/^ *(\d+) +(\d+) stapbpf$/gm)].flatMap(([, own = '', parent]) =>
    Number(parent) === pid ? [own] : [],
  );
}

/** A script on a target, when it has begun to watch. */
async function watch(target: string, args: string[]): Promise<Watched> {
  const child = start(['stap', target, '--json', ...args]);
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  for (let i = 0; i < 5 && !out.includes('"kind":"session"') && child.exitCode === null; i++)
    await until(() => out.includes('"kind":"session"') || child.exitCode !== null, 'the script').catch(() => undefined);
  if (!out.includes('"kind":"session"')) throw new Error(`the script does not run: ${err}`);
  runners.push(...stapbpfOf(child.pid ?? 0));
  return {
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    },
    status: () => child.exitCode,
  };
}

const lines = (events: Event[]) => events.flatMap(({ kind, text = '' }) => (kind === 'probe' ? [text.trim()] : []));
const notes = (events: Event[]) => events.flatMap(({ kind, text = '' }) => (kind === 'note' ? [text] : []));
const losses = (events: Event[]) => events.filter(({ kind }) => kind === 'lost');
/** The words of the lines a command's name is in. */
const rows = (events: Event[], command: string) =>
  lines(events)
    .map((line) => line.split(/ +/))
    .filter((words) => words[1] === command);

/** In a shell of its own, so that what the engine itself does there has another name. */
const inside = (web: LabContainer, script: string) => run([web.maker, 'exec', web.name, 'sh', '-c', `${script}; true`]);
const dd = (count: number) => `dd if=/dev/zero of=/dev/null bs=1 count=${count} 2>/dev/null`;
const example = (name: string, ...args: string[]) => ['--example', name, ...args];

describe.each(['docker', 'podman'] as const)('a container of %s', (maker) => {
  const web = startContainer(maker);

  it('every read of it is counted, and none of anyone else', { timeout: LIMIT }, async () => {
    const watched = await watch(web.name, example('syscalls-by-process'));
    inside(web, dd(5000));
    run(['sh', '-c', `${dd(3000)}; true`]);
    const events = await watched.stop();
    const reads = rows(events, 'dd').filter(([, , call]) => call === 'read');
    expect(reads).toEqual([[expect.stringMatching(/^\d+$/), 'dd', 'read', '5000']]);
    expect(watched.status()).toBe(0);
    expect(losses(events)).toEqual([]);
    expect(notes(events).join('\n')).toMatch(/BPF runtime: .*\n.*pid namespace of its own/);
  });

  it('the second time it is compiled already, and Ctrl-C prints what `probe end` has', { timeout: LIMIT }, async () => {
    const watched = await watch(web.name, example('syscalls-by-process'));
    const events = await watched.stop();
    expect(notes(events)).toContain('compiled earlier');
    expect(lines(events)).toContainEqual(expect.stringMatching(/^PID COMMAND +SYSCALL +CALLS$/));
  });

  it("in the host's pid namespace: by its cgroup", { timeout: LIMIT }, async () => {
    const near = startContainer(maker, ['--pid', 'host']);
    const watched = await watch(near.name, example('syscalls-by-process'));
    inside(near, dd(4000));
    run(['sh', '-c', `${dd(3000)}; true`]);
    const events = await watched.stop();
    expect(notes(events).join('\n')).toContain('but has the cgroup');
    expect(rows(events, 'dd').filter(([, , call]) => call === 'read')).toEqual([
      [expect.stringMatching(/^\d+$/), 'dd', 'read', '4000'],
    ]);
    near.stop();
  });
});

describe('the library', () => {
  const web = startContainer('docker');
  const watching = async (args: string[], script: string) => {
    const watched = await watch(web.name, args);
    inside(web, script);
    return await watched.stop();
  };

  it('slow-syscalls: what is slower than the threshold', { timeout: LIMIT }, async () => {
    const events = await watching(example('slow-syscalls', '150'), 'sleep 0.1; sleep 0.3');
    const sleeps = rows(events, 'sleep').filter(([, , call]) => call === 'clock_nanosleep');
    expect(sleeps).toHaveLength(1);
    expect(Number(sleeps[0]?.[3])).toBeGreaterThanOrEqual(300_000);
  });

  it('forks-and-execs: who began, became, ended, and how', { timeout: LIMIT }, async () => {
    const events = await watching(example('forks-and-execs'), '/bin/busybox env true; (exit 7)');
    const text = lines(events).join('\n');
    expect(text).toMatch(/ sh +fork +\d+/);
    expect(text).toMatch(/ exec +\/bin\/(?:busybox|env|true)/);
    expect(text).toMatch(/ sh +exit +code 7 signal 0/);
  });

  it('file-opens: names and results', { timeout: LIMIT }, async () => {
    const events = await watching(example('file-opens'), 'cat /etc/passwd /etc/nothing 2>/dev/null >&2');
    const opened = rows(events, 'cat').map(([, , result, file]) => [file, Number(result)]);
    expect(opened).toContainEqual(['/etc/passwd', expect.any(Number)]);
    expect(opened).toContainEqual(['/etc/nothing', -2]);
    const failed = await watching(example('file-opens', 'failed'), 'cat /etc/passwd /etc/nothing 2>/dev/null >&2');
    expect(rows(failed, 'cat')).toEqual([[expect.any(String), 'cat', '-2', '/etc/nothing']]);
  });

  it('a burst of 20,000 lines is shown whole', { timeout: LIMIT }, async () => {
    const loop = 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); : < /etc/group; done';
    const events = await watching(example('file-opens'), loop);
    expect(losses(events)).toEqual([]);
    expect(rows(events, 'sh').filter(([, , , file]) => file === '/etc/group')).toHaveLength(20_000);
  });

  it('context-switches: a sleeper waits, its CPU is not taken', { timeout: LIMIT }, async () => {
    const sleeps = 'for i in 1 2 3 4 5 6 7 8 9 10; do usleep 20000; done';
    const events = await watching(example('context-switches'), `sh -c '${sleeps}; true'`);
    const waited = rows(events, 'usleep').map(([, , , times]) => Number(times));
    expect(waited.filter((times) => times > 0)).toHaveLength(10);
  });

  it('syscall-times: count, and least ≤ average ≤ most', { timeout: LIMIT }, async () => {
    const events = await watching(example('syscall-times'), dd(2000));
    const writes = lines(events).find((line) => line.startsWith('write '));
    const [, count = 0, total = 0, average = 0, least = 0, most = 0] = (writes ?? '').split(/ +/).map(Number);
    expect(count).toBeGreaterThanOrEqual(2000);
    expect(average).toBe(Math.floor(total / count));
    expect(least).toBeLessThanOrEqual(average);
    expect(average).toBeLessThanOrEqual(most);
    expect(least).toBeGreaterThan(0);
  });

  it("function-calls: a function of the container's own program", { timeout: LIMIT }, async () => {
    const program = join(scratch, 'worker');
    const source =
      'int spin(int n) { return n + 1; } int main() { volatile int s = 0; for (int i = 0; i < 100; i++) s = spin(s); return 0; }';
    writeFileSync(`${program}.c`, source.replace('int spin', '__attribute__((noinline)) int spin'));
    expect(run(['gcc', '-static', '-O0', '-o', program, `${program}.c`]).status).toBe(0);
    run(['docker', 'cp', program, `${web.name}:/worker`]);
    // a host's program of the same name is another file
    const events = await watching(example('function-calls', 'target:/worker', 'spin'), '/worker; /worker');
    run([program]);
    const counts = rows(events, 'worker').filter(([, , calls]) => calls !== 'spin');
    expect(counts.map(([, , calls]) => calls)).toEqual(['100', '100']);
    const uprobes = '/sys/kernel/tracing/uprobe_events';
    if (existsSync(uprobes)) expect(readFileSync(uprobes, 'utf8')).not.toContain('stapprobe');
  });

  it('a link that leads out of the container leads to no file of the host', { timeout: LIMIT }, () => {
    inside(web, 'ln -s /proc/1/root/usr/bin/stap /out; ln -s ../../../../../../../usr/bin/stap /up');
    for (const path of ['/out', '/up']) {
      const { status, stderr } = spc(['stap', web.name, ...example('function-calls', `target:${path}`, 'main')]);
      expect(stderr).toContain(`has no regular file ${path}`);
      expect(status).toBe(64);
    }
  });
});

describe('what cannot be', () => {
  it('an error of the script: line and caret, and an exit status of its own', { timeout: LIMIT }, () => {
    const { status, stderr } = spc(['stap', 'host', '-e', 'probe end { printf("%d\\n", 1)\n  bar(1) }']);
    expect(stderr).toContain('-e:2:3: unresolved function bar');
    expect(stderr).toMatch(/\n( +)bar\(1\) \}\n\1\^\n/);
    expect(status).toBe(96);
  });

  it('what only kernels with kprobes have is told', { timeout: LIMIT }, () => {
    const { status, stderr } = spc(['stap', 'host', '-e', 'probe syscall.openat { }']);
    expect(stderr).toContain('kernel.trace("sys_enter")');
    expect(status).toBe(96);
  });

  it('an example nobody wrote: those there are', () => {
    const { status, stderr } = spc(['stap', 'host', ...example('slow')]);
    for (const name of readdirSync(new URL('../../examples/stap', import.meta.url)))
      expect(stderr).toContain(name.replace(/\.stp$/, ''));
    expect(status).toBe(64);
  });

  it('a script that ends itself ends with 0', { timeout: LIMIT }, () => {
    const { status, stdout } = spc(['stap', 'host', '--json', '-e', 'probe begin { print("once\\n") exit() }']);
    expect(stdout).toContain('"text":"once"');
    expect(stdout).toContain('"reason":"command-ended"');
    expect(status).toBe(0);
  });

  it.each(['--version', '-p2', '-g', '-c', '-o/tmp/x', '-DX=1'])('%s is an argument', { timeout: LIMIT }, (word) => {
    const script = 'probe begin { printf("got %s %s\\n", @1, @2) exit() }';
    const { status, stdout } = spc(['stap', 'host', '--json', '-e', script, '--', word, 'id']);
    expect(stdout).toContain(`"text":"got ${word} id"`);
    expect(status).toBe(0);
  });

  it('no process of ours runs any more, and every mount is as it was', () => {
    expect(runners.length).toBeGreaterThan(5);
    expect(runners.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    const left = mounts()
      .split('\n')
      .filter((line) => !before.includes(line) && /debugfs|tracefs|cache\/spc/.test(line));
    expect(left).toEqual([]);
    expect(existsSync(`/lib/modules/${run(['uname', '-r']).stdout.trim()}/build`)).toBe(false);
  });
});
