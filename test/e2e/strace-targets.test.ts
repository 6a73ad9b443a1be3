/** `spc strace` where something is unusual: the target is stopped or frozen, the tool or a right is missing. Needs root and test/lab/up. */
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { errorOf, removeScratch, run, SCRATCH, SPC, until } from './spc.ts';
import {
  calls,
  children,
  expectFree,
  losses,
  MINE,
  reasons,
  removeTraced,
  statusOf,
  straces,
  tracing,
  waiting,
} from './straced.ts';

afterEach(removeTraced);
afterAll(() => {
  removeScratch();
  expect(straces()).toEqual([]);
});

const ENGINES = ['docker', 'podman'];

describe.each(ENGINES)('a container of %s', (engine) => {
  test('that is paused: it is told, the session ends, and it goes on unharmed', async () => {
    const { name, pid } = waiting(engine, 'sleep 1000');
    expect(run([engine, 'pause', name]).status).toBe(0);
    const trace = await tracing(['-d', '500ms', name]);
    const { status, events } = await trace.end();
    expect(status).toBe(0);
    expect(events.find(({ kind, text = '' }) => kind === 'note' && text.includes('is frozen'))).toBeDefined();
    expect(run([engine, 'unpause', name]).status).toBe(0);
    await until(() => statusOf(pid, 'TracerPid') === '0', 'strace to let go');
    expectFree(pid);
  });

  test('that is paused while it is traced is traced on afterwards', async () => {
    const { name, pid, go } = waiting(engine, 'dd if=/dev/zero of=/dev/null bs=1 count=50 2>/dev/null; sleep 1000');
    const trace = await tracing([name]);
    expect(run([engine, 'pause', name]).status).toBe(0);
    expect(run([engine, 'unpause', name]).status).toBe(0);
    go();
    await until(() => trace.events().some(({ kind, comm }) => kind === 'exit' && comm === 'dd'), 'dd to end');
    const { status, events } = await trace.end('SIGINT');
    expect(status).toBe(0);
    expect(losses(events)).toEqual([]);
    expect(calls(events, 'read').filter(({ args }) => args.startsWith('0</dev/zero'))).toHaveLength(50);
    expectFree(pid);
  });

  test('by the strace of an image: the same calls', async () => {
    const { name, pid, go } = waiting(engine, 'dd if=/dev/zero of=/dev/null bs=1 count=5000 2>/dev/null; sleep 1000');
    const trace = await tracing(['--image', 'localhost/spc-tools', '--engine', engine, name]);
    go();
    await until(() => trace.events().some(({ kind, comm }) => kind === 'exit' && comm === 'dd'), 'dd to end');
    const { status, events } = await trace.end('SIGINT');
    expect([status, reasons(events)]).toEqual([0, ['stopped']]);
    // a newcomer gets a strace, and so a container, of its own: what lives for less than a second may be missed
    expect(losses(events).filter(({ what }) => !what.includes('that joined the target'))).toEqual([]);
    const reads = calls(events, 'read').filter(({ comm, args }) => comm === 'dd' && args.startsWith('0</dev/zero<'));
    expect(reads).toHaveLength(5000);
    expect(reads.every(({ nsPid, pid: host }) => nsPid > 1 && nsPid < host)).toBe(true);
    expectFree(pid);
  });
});

test.each([['SIGINT'], ['SIGKILL']] as const)(
  'a process that was stopped before stays stopped after %s',
  async (signal) => {
    const child = spawn('sh', ['-c', 'while :; do sleep 0.05; done'], { stdio: 'ignore' });
    children.push(child);
    const pid = child.pid ?? 0;
    MINE.add(pid);
    child.kill('SIGSTOP');
    await until(() => statusOf(pid, 'State').startsWith('T'), 'it to stop');
    const trace = await tracing([`pid:${pid}`]);
    await until(() => statusOf(pid, 'TracerPid') !== '0', 'it to be traced');
    await trace.end(signal);
    await until(() => statusOf(pid, 'TracerPid') === '0', 'strace to let go');
    expect(statusOf(pid, 'State')).toMatch(/^T/);
    child.kill('SIGCONT');
    await until(() => /^[SR]/.test(statusOf(pid, 'State')), 'it to go on');
  },
);

test('a process that somebody stops meanwhile stays stopped, and that is told', async () => {
  const child = spawn('sh', ['-c', 'while :; do sleep 0.05; done'], { stdio: 'ignore' });
  children.push(child);
  const pid = child.pid ?? 0;
  const trace = await tracing([`pid:${pid}`]);
  child.kill('SIGSTOP');
  await until(() => trace.events().some(({ kind, pid: of }) => kind === 'signal' && of === pid), 'the signal');
  const { events } = await trace.end('SIGINT');
  expect(statusOf(pid, 'State')).toMatch(/^T/);
  expect(
    events.find(({ kind, text = '' }) => kind === 'note' && text.includes('are stopped, by a signal')),
  ).toBeDefined();
});

test('--pin and kill -9: what was made meanwhile gets its CPUs back, too', async () => {
  const { name, pid, go } = waiting('docker', 'sleep 1000 & (sleep 1000 & wait) & wait');
  const before = statusOf(pid, 'Cpus_allowed_list');
  expect(before).toMatch(/[-,]/);
  const trace = await tracing(['--pin', name]);
  go();
  const below = (of: number): number[] => {
    const found = readFileSync(`/proc/${of}/task/${of}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return [...found, ...found.flatMap(below)];
  };
  const made = await until(() => below(pid).length === 3 && below(pid), 'its children');
  expect(new Set([pid, ...made].map((each) => statusOf(each, 'Cpus_allowed_list'))).size).toBe(1);
  await trace.end('SIGKILL');
  const cpus = () => [pid, ...made].map((each) => statusOf(each, 'Cpus_allowed_list'));
  await until(() => cpus().every((each) => each === before), 'the guard').catch(() => {});
  expect(cpus()).toEqual([before, before, before, before]);
  await until(() => statusOf(pid, 'TracerPid') === '0', 'strace to end');
});

test('a namespace that spc is in: others of it are traced, and what is not is told', () => {
  const script =
    'sleep 10 >/dev/null 2>&1 & sleep 0.1; "$0" strace --json -d 300ms ns:uts:$(stat -Lc %i /proc/self/ns/uts); exit $?';
  const { status, stdout } = run(['unshare', '--uts', 'sh', '-c', script, SPC]);
  expect(status).toBe(0);
  expect(stdout).toContain('not traced, as spc needs them: ');
  expect(stdout).toMatch(/"kind":"attach".*"state":"attached"/);
});

/** A program of a 32-bit machine: getpid and a pause, for ever. */
const PROGRAM = `static int call(int n, int a) {
  int r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(n), "b"(a), "c"(0), "d"(0) : "memory"); return r; }
void _start(void) { for (;;) { int time[2] = {0, 20000000}; call(20, 0); call(162, (int)time); } }`;

test('a 32-bit program', async (context) => {
  const file = `${SCRATCH}/program`;
  const made = run(['gcc', '-m32', '-nostdlib', '-static', '-xc', '-o', file, '-'], { input: PROGRAM });
  if (made.status !== 0) return context.skip(made.stderr);
  const child = spawn(file, { stdio: 'ignore' });
  children.push(child);
  const trace = await tracing([`pid:${child.pid}`]);
  await until(() => calls(trace.events(), 'nanosleep').length > 3, 'its calls');
  const { events } = await trace.end('SIGINT');
  expect(calls(events, 'getpid').length).toBeGreaterThan(2);
  expect(calls(events, 'nanosleep')[0]?.args).toContain('tv_nsec=20000000');
  expect(events.find(({ kind, text = '' }) => kind === 'note' && text.includes('32 bit mode'))).toMatchObject({
    level: 'info',
  });
});

/** spc in a mount namespace of its own, where a script has changed something. */
const where = (script: string, ...args: string[]) =>
  run(['unshare', '-m', 'sh', '-ec', `${script}\nexec "$@"`, 'sh', SPC, 'strace', '--json', ...args]);

/** A process that waits. */
function sleeper(): number {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}

describe('what is missing is told', () => {
  test('strace', () => {
    const error = errorOf(where('mount --bind /dev/null /usr/bin/strace', '--from', 'host', `pid:${sleeper()}`));
    expect(error).toMatchObject({ code: 'no-tool', what: 'there is no strace here' });
    expect(error.hint).toContain('install the package strace');
  });

  test('CAP_SYS_PTRACE', () => {
    const args = ['--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace', SPC, 'strace', '--json', `pid:${sleeper()}`];
    const error = errorOf(run(['setpriv', ...args]));
    expect(error.code).toBe('no-capability');
    expect(`${error.what} ${error.why}`).toContain('CAP_SYS_PTRACE');
  });

  test('that kernel.yama.ptrace_scope forbids it', () => {
    const fake = `${SCRATCH}/strace`;
    const says = 'echo "strace: attach: ptrace(PTRACE_SEIZE, $pid): Operation not permitted" >&2; exit 1';
    writeFileSync(
      fake,
      `#!/bin/sh\n[ "$1" = --version ] && exec echo 'strace -- version 6.1'\nfor pid; do :; done\n${says}\n`,
    );
    chmodSync(fake, 0o755);
    const script = `boot=$(cat /proc/sys/kernel/random/boot_id)
mount -t tmpfs none /proc/sys/kernel; mkdir /proc/sys/kernel/yama /proc/sys/kernel/random
echo $boot >/proc/sys/kernel/random/boot_id; echo 3 >/proc/sys/kernel/yama/ptrace_scope
mount --bind ${fake} /usr/bin/strace`;
    const error = errorOf(where(script, `pid:${sleeper()}`));
    expect(error.code).toBe('system');
    expect(error.why).toContain('kernel.yama.ptrace_scope is 3');
  });
});
