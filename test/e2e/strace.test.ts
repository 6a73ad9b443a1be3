/** `spc strace` on real containers of docker and podman, with workloads whose calls are known. Needs root and test/lab/up. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { removeScratch, spc, until } from './spc.ts';
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

describe.each(['docker', 'podman'])('%s', (engine) => {
  test('every read of dd is there, and a process that joins later is caught', async () => {
    const { name, pid, go } = waiting(engine, 'dd if=/dev/zero of=/dev/null bs=1 count=5000 2>/dev/null; sleep 1000');
    const trace = await tracing([name]);
    go();
    await until(() => trace.events().some(({ kind, comm }) => kind === 'exit' && comm === 'dd'), 'dd to end');
    expect(statusOf(pid, 'TracerPid')).not.toBe('0');
    const { status, events } = await trace.end('SIGINT');
    expect(status).toBe(0);
    expect(reasons(events)).toEqual(['stopped']);
    expect(losses(events)).toEqual([]);
    const reads = calls(events, 'read').filter(
      ({ comm, args }) => comm === 'dd' && args.startsWith('0</dev/zero<char 1:5>>, '),
    );
    expect(reads).toHaveLength(5000);
    expect(new Set(reads.map(({ nsPid }) => nsPid)).size).toBe(1);
    expect(reads.every(({ duration, nsPid, pid: host }) => (duration ?? 0) > 0 && nsPid > 1 && nsPid < host)).toBe(
      true,
    );
    expect(
      events.find(
        ({ kind, detail }) => kind === 'attach' && /^joined the target; found \d+ ms after its start$/.test(detail),
      ),
    ).toBeDefined();
    expect(calls(events, 'write').filter(({ args }) => args.includes('</go>, "x\\n", 2'))).toHaveLength(1);
    expectFree(pid);
  });

  test('a fork bomb of 2,000: each is there and has ended', { timeout: 200_000 }, async () => {
    const script = 'i=0; while [ $i -lt 2000 ]; do (exit 7) & i=$((i+1)); done; wait; sleep 1000';
    const { name, pid, go } = waiting(engine, script);
    const trace = await tracing(['--pin', '-e', 'trace=none', name]);
    go();
    const exits = () =>
      trace.events().filter((event) => event.kind === 'exit' && 'status' in event && event.status === 7);
    for (let tries = 0; tries < 8 && exits().length < 2000; tries++)
      await until(() => exits().length >= 2000, '2,000 ends').catch(() => {});
    const { events } = await trace.end('SIGINT');
    expect(events.filter((event) => event.kind === 'exit' && 'status' in event && event.status === 7)).toHaveLength(
      2000,
    );
    expect(losses(events)).toEqual([]);
    expectFree(pid);
  });

  test('opens that fail', async () => {
    const { name, pid, go } = waiting(
      engine,
      'for i in $(seq 40); do true </nowhere/$i; done 2>/dev/null; true </nowhere/last 2>/dev/null; sleep 1000',
    );
    const trace = await tracing(['--failed', '-e', 'trace=open,openat', name]);
    go();
    await until(() => trace.events().some(({ args = '' }) => args.includes('/nowhere/last')), 'the last one');
    const { events } = await trace.end('SIGINT');
    const failed = events.filter(({ kind, args }) => kind === 'syscall' && args.includes('"/nowhere/'));
    expect(failed).toHaveLength(41);
    expect(failed.every(({ error }) => error === 'ENOENT')).toBe(true);
    expectFree(pid);
  });

  test('only what is slow is shown', async () => {
    const { name, pid, go } = waiting(
      engine,
      'dd if=/dev/zero of=/dev/null bs=1 count=100 2>/dev/null; sleep 0.1; exec sleep 1000',
    );
    const trace = await tracing(['--slower', '50ms', name]);
    go();
    await until(() => trace.events().some(({ args = '' }) => args.includes('tv_nsec=100000000')), 'the sleep');
    const { events } = await trace.end('SIGINT');
    const ended = events.filter((event) => event.kind === 'syscall' && event.duration !== null);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every(({ duration }) => (duration ?? 0) >= 50e6)).toBe(true);
    expectFree(pid);
  });

  test('sockets are shown with their addresses, in the network the target has to itself', async () => {
    const script = 'httpd -p 80 -h /etc; wget -q -O /dev/null http://127.0.0.1/passwd; exec sleep 1000';
    const { name, pid, go } = waiting(engine, script);
    const trace = await tracing([name, '-e', 'trace=%network,close', '-s', '4']);
    go();
    const accepted = () => calls(trace.events(), 'accept').filter(({ detail }) => detail.includes('127.0.0.1]:80->'));
    await until(() => accepted().length > 0, 'a connection');
    await trace.end('SIGINT');
    expect(accepted()[0]?.args).toContain('TCPv6:[[::]:80]>');
    expectFree(pid);
  });

  test('it ends with its target', async () => {
    const { name, go } = waiting(engine, 'exit 3');
    const trace = await tracing([name]);
    go();
    const { status, events } = await trace.end();
    expect(status).toBe(0);
    expect(reasons(events)).toEqual(['target-ended']);
  });

  test('on one CPU, and back where it was', async () => {
    const { name, pid, go } = waiting(
      engine,
      'dd if=/dev/zero of=/dev/null bs=1 count=1000 2>/dev/null; sleep 1000; true',
    );
    const before = statusOf(pid, 'Cpus_allowed_list');
    const trace = await tracing(['--pin', name]);
    expect(statusOf(pid, 'Cpus_allowed_list')).toMatch(/^\d+$/);
    expect(statusOf(statusOf(pid, 'TracerPid'), 'Cpus_allowed_list')).toBe(statusOf(pid, 'Cpus_allowed_list'));
    go();
    await until(() => trace.events().some(({ kind, comm }) => kind === 'exit' && comm === 'dd'), 'dd to end');
    const { events } = await trace.end('SIGINT');
    expect(calls(events, 'read').filter(({ args }) => args.startsWith('0</dev/zero'))).toHaveLength(1000);
    expect(statusOf(pid, 'Cpus_allowed_list')).toBe(before);
    const child = await until(() => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')), 'its child');
    expect(statusOf(child, 'Cpus_allowed_list')).toBe(before);
    expectFree(pid);
  });

  test('strace is killed: what is lost is told, and its successor goes on', async () => {
    const { name, pid, go } = waiting(
      engine,
      'dd if=/dev/zero of=/dev/null bs=1 count=10 2>/dev/null; exec sleep 1000',
    );
    const trace = await tracing([name]);
    const first = statusOf(pid, 'TracerPid');
    process.kill(Number(first), 'SIGKILL');
    await until(() => !['0', first].includes(statusOf(pid, 'TracerPid')), 'another strace');
    go();
    await until(() => trace.events().some(({ kind, comm }) => kind === 'exit' && comm === 'dd'), 'dd to end');
    const { events } = await trace.end('SIGTERM');
    expect(losses(events)).toMatchObject([{ count: null, what: expect.stringContaining('strace ended early') }]);
    expectFree(pid);
  });
});

/** Node has threads of its own. */
async function threads() {
  const child = spawn(
    process.execPath,
    ['-e', 'setInterval(() => require("fs").readFile("/etc/hostname", () => {}), 20)'],
    { stdio: 'ignore' },
  );
  children.push(child);
  const pid = child.pid ?? 0;
  MINE.add(pid);
  await until(() => readdirSync(`/proc/${pid}/task`).length > 8, 'its threads');
  return pid;
}

test('every thread of a process is traced when it has begun', async () => {
  const pid = await threads();
  const trace = await tracing([`pid:${pid}`]);
  const tids = readdirSync(`/proc/${pid}/task`);
  expect(new Set(tids.map((tid) => statusOf(tid, 'TracerPid'))).size).toBe(1);
  expect(statusOf(pid, 'TracerPid')).not.toBe('0');
  await until(
    () => new Set(calls(trace.events(), 'read').map((event) => event.pid)).size > 1,
    'reads of several threads',
  );
  const { events } = await trace.end('SIGINT');
  expect(calls(events, 'read').some(({ args }) => args.includes('</etc/hostname>'))).toBe(true);
  for (const tid of tids) expect(statusOf(tid, 'TracerPid')).toBe('0');
  expectFree(pid);
});

test('a process that is traced already', async () => {
  const pid = await threads();
  const other = spawn('strace', ['-f', '-o', '/dev/null', '-p', String(pid)], { stdio: 'ignore' });
  children.push(other);
  await until(() => statusOf(pid, 'TracerPid') === String(other.pid), 'the other tracer');
  const { status, stderr, stdout } = spc(['strace', `pid:${pid}`]);
  expect(status).toBe(71);
  expect(stderr).toContain(`process ${pid} (`);
  expect(stderr).toContain(`is traced already, by process ${other.pid} (strace)`);
  expect(stdout).toBe('');
});

test('a process that has ended, the host, and spc’s own parents', () => {
  expect(spc(['strace', 'pid:4194303'])).toMatchObject({ status: 91 });
  expect(spc(['strace', 'host'])).toMatchObject({ status: 64, stderr: expect.stringContaining('the whole host') });
  expect(spc(['strace', `pid:${process.pid}`])).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('wait for itself'),
  });
});

test('options of strace that would break it', () => {
  const { status, stderr } = spc(['strace', `pid:${process.pid}`, '--', '-o', '/tmp/x']);
  expect(status).toBe(64);
  expect(stderr).toContain("strace's -o cannot be used here");
});

test('options strace itself refuses', async () => {
  const { status, stderr } = spc(['strace', `pid:${await threads()}`, '-e', 'trace=nosuchcall']);
  expect(stderr).toContain("invalid system call 'nosuchcall'");
  expect(status).toBe(64);
});
