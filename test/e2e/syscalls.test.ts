/** `spc syscalls` on known workloads: every tracer that is exact counts to the call. */
import type { ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TimingReport, TimingRow } from '../../src/core/syscalls/types.ts';
import { removeScratch, run, SCRATCH, SPC, spc, spcOnTerminal, start, until } from './spc.ts';

const folder = mkdtempSync(join(SCRATCH, 'reports-'));
const containers: string[][] = [];
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const [engine = '', name = ''] of containers) run([engine, 'rm', '-f', name]);
  removeScratch();
});

let saved = 0;
const EXACT = ['bpftrace', 'stap', 'strace'];
const CALLS = 5000;
const DD = ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1', `count=${CALLS}`];

const readSaved = (path: string): TimingReport => JSON.parse(readFileSync(path, 'utf8'));

/** What is measured of a command. */
function measured(
  options: string[],
  command: string[],
): { report: TimingReport; status: number | null; stderr: string } {
  const path = join(folder, `${++saved}.json`);
  const { status, stderr } = spc(['syscalls', '--save', path, ...options, '--', ...command]);
  if (!existsSync(path)) throw new Error(stderr);
  return { report: readSaved(path), status, stderr };
}

const countOf = ({ rows }: { rows: TimingRow[] }, name: string) =>
  rows.filter(({ syscall }) => syscall === name).reduce((sum, { count }) => sum + count, 0);

const counts = ({ rows }: TimingReport, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, countOf({ rows }, name)]));

/** A row's figures go together. */
function expectSound(row: TimingRow): void {
  const { count, total, min, max, histogram, errors } = row;
  expect(histogram?.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(count);
  expect(total).toBeGreaterThanOrEqual(count * (min ?? 0));
  expect(total).toBeLessThanOrEqual(count * (max ?? 0));
  expect(errors).toBeLessThanOrEqual(count);
}

describe('a launched command', () => {
  it('dd is counted to the call, and alike, by every exact tracer', () => {
    const names = ['read', 'write', 'execve', 'openat', 'mmap', 'close'];
    const all = EXACT.map((tracer) => measured(['--tracer', tracer], DD).report);
    for (const report of all) {
      expect(report.measurement).toMatchObject({ exact: true, why: 'asked for' });
      expect(countOf(report, 'read')).toBeGreaterThanOrEqual(CALLS);
      expect(countOf(report, 'read')).toBeLessThan(CALLS + 10);
      expect(report.losses).toEqual([]);
      for (const row of report.rows) expectSound(row);
    }
    const [first, ...others] = all.map((report) => counts(report, names));
    for (const other of others) expect(other).toEqual(first);
  }, 240_000);

  it('a shell that forks and execs likewise', () => {
    const names = ['execve', 'openat', 'wait4', 'vfork', 'clone', 'mmap', 'brk'];
    const script = 'for i in 1 2 3 4 5 6 7 8 9 10; do /bin/true; (cd /; /bin/true); done';
    const [first, ...others] = EXACT.map((tracer) =>
      counts(measured(['--tracer', tracer], ['sh', '-c', script]).report, names),
    );
    expect(first?.['execve']).toBe(21);
    for (const other of others) expect(other).toEqual(first);
  }, 240_000);

  const compiler = run(['gcc', '--version']).status === 0;

  it.runIf(compiler)(
    'threads, numbers without names, and 32-bit calls',
    () => {
      const source = join(folder, 'calls.c');
      const program = join(folder, 'calls');
      writeFileSync(source, SOURCE);
      expect(run(['gcc', '-O1', '-pthread', '-o', program, source]).stderr).toBe('');
      for (const tracer of EXACT) {
        const { report } = measured(['--tracer', tracer, '--by', 'thread'], [program]);
        expect(countOf(report, 'getppid')).toBe(3 * 2000);
        expect(report.rows.filter(({ syscall }) => syscall === 'getppid').map(({ count }) => count)).toEqual([
          2000, 2000, 2000,
        ]);
        expect(report.rows.find(({ syscall }) => syscall === 'syscall_999')).toMatchObject({ count: 4, errors: 4 });
        // strace tells their names only
        if (process.arch === 'x64') expect(countOf(report, tracer === 'strace' ? 'getpid' : 'getpid (32-bit)')).toBe(7);
      }
    },
    240_000,
  );

  it('ends with its exit status, keeps its output to itself, and is reported beside it', () => {
    const { status, stdout, stderr } = spc(['syscalls', '--', 'sh', '-c', 'echo out; exit 3']);
    expect([status, stdout]).toEqual([3, 'out\n']);
    expect(stderr).toMatch(/^SYSCALL +COUNT/m);
    expect(stderr).toMatch(/^execve +1 /m);
  });

  it('that a signal ends', () => expect(measured([], ['sh', '-c', 'kill -TERM $$']).status).toBe(143));

  it('that is not there, or none, is not started', () => {
    expect(spc(['syscalls', '--', 'no-such-command-here']).status).toBe(127);
    expect(spc(['syscalls', '--', '/etc/passwd']).status).toBe(126);
    expect(spc(['syscalls', '--']).status).toBe(64);
  });

  it.each([0.2, 0.5, 1, 2])('is not left stopped when spc is killed after %d s', async (seconds) => {
    // of all that runs it alone has this word
    const word = `1000.${process.pid}${seconds * 10}`;
    const child = start(['syscalls', '--tracer', 'stap', '--', 'sleep', word]);
    running.push(child);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    child.kill('SIGKILL');
    await until(() => run(['pgrep', '-r', 'T,t', '-f', word]).stdout === '', 'what was stopped to be ended');
    expect(run(['pgrep', '-r', 'T,t', '-f', word]).stdout).toBe('');
    run(['pkill', '-KILL', '-f', word]);
  });

  it('has the terminal to itself', () => {
    const { stdout } = spcOnTerminal(['syscalls', '--top', '1', '--', 'echo', 'mine']);
    expect(stdout).toContain('attaching a tracer to echo mine');
    expect(stdout).toContain('\r\x1b[Kmine\r\n');
  });

  it.each(['bpftrace', 'strace'])('names by %s what calls itself anything', (tracer) => {
    const perl = `$0 = '=1"},<b>'; getppid; getppid;`;
    const { report } = measured(['--tracer', tracer, '--by', 'process', '--filter', 'getppid'], ['perl', '-e', perl]);
    expect(report.rows.map(({ group }) => group.replace(/\d+/g, 'N'))).toEqual([
      tracer === 'strace' ? '=N\\"},\\Nb\\N (N)' : '=N"},<b> (N)',
    ]);
  });

  it('is told apart by process', () => {
    const { report } = measured(['--by', 'process'], ['sh', '-c', '/bin/true; /bin/true']);
    const groups = [...new Set(report.rows.map(({ group }) => group))];
    expect(groups.map((group) => group.replace(/\d+/, 'N')).toSorted()).toEqual(['sh (N)', 'true (N)', 'true (N)']);
  });
});

const SOURCE = `#include <pthread.h>
#include <unistd.h>
#include <sys/syscall.h>
static void *loop(void *none) { for (int i = 0; i < 2000; i++) syscall(SYS_getppid); return none; }
int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) pthread_create(threads + i, 0, loop, 0);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], 0);
  for (int i = 0; i < 4; i++) syscall(999);
#ifdef __x86_64__
  for (int i = 0; i < 7; i++) { long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(20) : "memory"); }
#endif
  return 0;
}
`;

describe.each(['docker', 'podman'])('a container of %s', (engine) => {
  /** It works once the file is there, and only then. */
  function waiting(): { name: string; begin(): void } {
    const name = `spc-syscalls-${engine}-${process.pid}-${++saved}`;
    containers.push([engine, name]);
    const script = `until [ -e /go ]; do sleep 0.1; done; ${DD.join(' ')} 2>/dev/null; touch /done; sleep 1000`;
    const { status, stderr } = run([
      engine,
      'run',
      '-d',
      '--name',
      name,
      'localhost/spc-bb:latest',
      'sh',
      '-c',
      script,
    ]);
    if (status !== 0) throw new Error(stderr);
    return { name, begin: () => void run([engine, 'exec', name, 'touch', '/go']) };
  }

  it.each(EXACT)(
    '%s counts every call of what it was attached to before',
    async (tracer) => {
      const { name, begin } = waiting();
      const path = join(folder, `${name}.json`);
      const { stop, ended } = await measuring([name, '--tracer', tracer, '--by', 'process', '--save', path]);
      begin();
      await until(() => run([engine, 'exec', name, 'test', '-e', '/done']).status === 0, 'dd to end');
      stop();
      expect(await ended).toBe(0);
      const report = readSaved(path);
      const dd = report.rows.filter(({ group }) => group.startsWith('dd '));
      expect(counts({ ...report, rows: dd }, ['read', 'write'])).toEqual({ read: CALLS, write: CALLS + 1 });
      expect(report.targets).toMatchObject([{ container: { name, engine } }]);
      expect(report.inFlight.atEnd).toBeGreaterThan(0);
      // what the test itself starts in it ends before strace can attach to it
      if (tracer !== 'strace') expect(report.losses).toEqual([]);
    },
    120_000,
  );

  it('that ends meanwhile is reported as far as it was seen', async () => {
    const { name } = waiting();
    const path = join(folder, `${name}.json`);
    const { ended } = await measuring([name, '--save', path]);
    run([engine, 'exec', name, 'true']);
    run([engine, 'rm', '-f', name]);
    expect(await ended).toBe(0);
    expect(readSaved(path).rows.length).toBeGreaterThan(0);
  });

  it('beside another, each with its own rows', () => {
    const [a, b] = [waiting(), waiting()];
    const { stdout, status } = spc(['syscalls', a.name, b.name, '-d', '1s', '--json']);
    expect(status).toBe(0);
    const report: TimingReport = JSON.parse(stdout);
    expect(report.by).toBe('container');
    expect(new Set(report.rows.map(({ group }) => group))).toEqual(new Set([a.name, b.name]));
  });
});

/** spc in the background, once it measures; ended at the latest with the tests. */
async function measuring(args: string[]): Promise<{ stop(): void; ended: Promise<unknown> }> {
  const child = start(['syscalls', ...args]);
  running.push(child);
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told += chunk;
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await until(() => told.includes('measuring '), `spc to measure: ${told}`);
  return { stop: () => void child.kill('SIGINT'), ended };
}

describe('reports', () => {
  it('in every form, kept for their owner, replaced only by force', () => {
    const path = join(folder, 'forms.csv');
    expect(spc(['syscalls', '--save', path, '--', 'true']).status).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(/^group,syscall,count/);
    expect(spc(['syscalls', '--save', path, '--', 'true']).status).toBe(64);
    expect(spc(['syscalls', '--save', path, '--force', '--', 'true']).status).toBe(0);
    expect(spc(['syscalls', '--save', join(folder, 'forms.xyz'), '--', 'true']).status).toBe(64);
  });

  it('add up, and are compared with an exit status for scripts', () => {
    const files = [1, 2].map((n) => join(folder, `sum${n}.json`));
    for (const file of files) spc(['syscalls', '--save', file, '--', ...DD]);
    const merged: TimingReport = JSON.parse(spc(['syscalls', 'merge', '--json', ...files]).stdout);
    expect(merged.runs).toBe(2);
    expect(countOf(merged, 'write')).toBe(files.reduce((sum, file) => sum + countOf(readSaved(file), 'write'), 0));
    const slower = readSaved(files[0] ?? '');
    const worse = { ...slower, rows: slower.rows.map((row) => ({ ...row, total: row.total * 2 })) };
    const path = join(folder, 'worse.json');
    writeFileSync(path, JSON.stringify(worse));
    const compared = spc(['syscalls', 'diff', '--fail-on', '20%', files[0] ?? '', path]);
    expect(compared.status).toBe(98);
    expect(compared.stdout).toMatch(/^write +slower .*×2\.00/m);
    expect(compared.stderr).toContain('slower than allowed: write, × 2.00');
    expect(spc(['syscalls', 'diff', '--fail-on', '20%', path, files[0] ?? '']).status).toBe(0);
    writeFileSync(path, '{"kind":"syscall-times","schema":1}');
    expect(spc(['syscalls', 'diff', files[0] ?? '', path]).status).toBe(99);
  });

  it('while it is measured, every so often', () => {
    const { stdout } = spc(['syscalls', '-q', '--interval', '500ms', '--', 'sleep', '1.8']);
    expect(stdout).toBe('');
    const { stderr } = spc(['syscalls', '-q', '--interval', '500ms', '--', 'sleep', '1.8']);
    expect(stderr.match(/^SYSCALL/gm)?.length).toBeGreaterThan(2);
  });

  it('with what the tracer costs, as it was measured', () => {
    const { overhead } = measured(['--overhead'], ['true']).report;
    expect(overhead?.bare).toBeGreaterThan(0);
    expect(overhead?.traced).toBeGreaterThan(overhead?.bare ?? 0);
  });
});

describe('the classic interface', () => {
  it('has the banners, titles and columns that old scripts parse', () => {
    const name = `dd-${process.pid}`;
    const [, ...words] = DD;
    copyFileSync('/bin/dd', join(folder, name));
    chmodSync(join(folder, name), 0o755);
    const command = [join(folder, name), ...words].join(' ');
    const { stdout, status } = spc(['syscalls', '-t', '-n', name, '-u', 'root', '-p', '1', '-c', command]);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('Collecting data - type Ctrl-C to print output and exit...');
    expect(lines.filter((line) => line.startsWith('Times for'))).toEqual([
      'Times for all processes (filtered):',
      'Times for process ID 1:',
      `Times for process name ${name}:`,
      'Times for user ID 0:',
    ]);
    expect(lines.slice(1, 5)).toEqual([
      '',
      'Times for all processes (filtered):',
      '',
      '           System Call      Count     Total ns       Avg ns       Min ns       Max ns',
    ]);
    const own = stdout.split(/^Times for .*$/m)[3] ?? '';
    expect(own).toMatch(/^ {17}write {6,} 500\d +\d+ +\d+ +\d+ +\d+$/m);
  });

  it('counts everything without filters, also while a command runs', () => {
    const { stdout } = spc(['syscalls', '-c', DD.join(' ')]);
    expect(stdout.split('\n').filter((line) => line.startsWith('Times for'))).toEqual([
      'Times for all processes (unfiltered):',
    ]);
    expect(Number(/^ +write +(\d+)/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(CALLS);
  });

  it("ends with the command's status, starting no shell", () => {
    expect(spc(['syscalls', '-c', 'sh -c "exit 5"']).status).toBe(5);
    expect(spc(['syscalls', '-c', 'echo $HOME;false']).stdout).toContain('$HOME;false\n');
  });
});

describe('what is asked wrongly', () => {
  it.each([
    [['syscalls'], 64, 'a target is missing'],
    [['syscalls', 'host', '--filter', 'raed'], 64, "no system call 'raed'"],
    [['syscalls', 'host', '--sort', 'speed'], 64, "no column 'speed'"],
    [['syscalls', 'host', '--', 'true'], 64, 'either targets or a command'],
    [['syscalls', 'host', 'host'], 64, 'given twice'],
    [['syscalls', 'no-such-container', '--tracer', 'bpftrace'], 91, 'no container'],
    [['syscalls', 'pid:4194303'], 91, 'no target'],
    [['syscalls', '-u', 'nobody-at-all'], 64, 'no user'],
    [['syscalls', '-n', 'a"b'], 64, 'cannot be looked for'],
    [['syscalls', '-c', '"'], 64, 'cannot be read'],
    [['syscalls', '-t', 'web'], 64, 'take no target'],
    [['syscalls', 'diff', '/dev/zero', '/dev/zero'], 64, 'not a regular file'],
    [['syscalls', 'diff', 'a', '--', 'b', '--fail-on', '20%'], 64, 'options come before --'],
  ])('%j', (args, status, text) => {
    const outcome = spc(args);
    expect(outcome.stderr).toContain(text);
    expect(outcome.status).toBe(status);
  });

  it('by someone who may not trace the target: what each tracer lacks, and who tells more', () => {
    const { status, stderr } = run(['setpriv', '--reuid', '65534', '--clear-groups', '--', SPC, 'syscalls', 'pid:1']);
    expect(status).toBe(77);
    for (const tracer of ['bpftrace:', 'stap:', 'strace:']) expect(stderr).toContain(tracer);
    expect(stderr).toContain('spc doctor');
  });
});
