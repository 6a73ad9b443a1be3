/** A session behind the terminal UI: real tracers on real containers, over the pipes the UI uses. Needs root and test/lab/up. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/core/session/types.ts';
import { Backend, endBackends } from './backend.ts';
import { removeScratch, run, SCRATCH, until } from './spc.ts';
import { expectFree, removeTraced, statusOf, straces, waiting } from './straced.ts';

const STORE = `${SCRATCH}/store`;
const ENV = { SPC_STORE: STORE };

afterEach(() => {
  endBackends();
  removeTraced();
});
afterAll(() => {
  removeScratch();
  expect(straces()).toEqual([]);
});

const manifest = (directory: string): Manifest => JSON.parse(readFileSync(`${directory}/manifest.json`, 'utf8'));
/** The calls of dd, and nothing else's. */
const READS = 'dd read(0</dev/zero';

async function rowsOf(backend: Backend, pane: string, path: string): Promise<string[]> {
  const { rows } = await backend.call('save', { pane, filter: '', from: 0, to: Number.MAX_SAFE_INTEGER, path });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(rows);
  return lines;
}

describe.each(['docker', 'podman'])('%s', (engine) => {
  test('each read of dd is a row; a replay has the same rows at the same times', async () => {
    const { name, pid, go } = waiting(engine, 'dd if=/dev/zero of=/dev/null bs=1 count=5000 2>/dev/null; sleep 1000');
    const backend = new Backend(ENV);
    const header = await backend.open('strace', name, '--record');
    expect(header).toMatchObject({ target: { container: { engine } }, tracers: [{ tracer: 'strace' }], replay: false });
    expect(backend.progress).toContain(`attaching to container ${name} (${engine})`);
    const look = { panes: [{ name: 'strace', top: null, height: 10, filter: READS }] };
    expect((await backend.look(look)).panes).toMatchObject([{ name: 'strace', status: 'running', kept: 0 }]);
    go();
    const seen = await backend.until(({ panes: [pane] }) => pane?.kept === 5000 && !pane.scanning, look);
    const [pane] = seen.panes;
    expect(pane?.rows).toHaveLength(10);
    expect(pane?.rows.every(({ text }) => text.includes(READS))).toBe(true);
    expect(pane?.rates.reduce((sum, count) => sum + count)).toBeGreaterThan(5000);
    expect(backend.snapshots.length).toBeGreaterThan(1);
    await backend.call('stop', {});
    const { end, panes } = await backend.until(({ state }) => state === 'ended', look);
    expect(end).toMatch(/system calls.*; stopped; nothing known to be lost$/);
    expect(panes).toMatchObject([{ status: 'ended', reason: 'stopped', kept: 5000, lost: 0, lostMore: false }]);
    expectFree(pid);
    const live = await rowsOf(backend, 'strace', `${SCRATCH}/live-${engine}`);
    backend.child.stdin?.end();
    expect(await backend.exited).toBe(0);

    const again = new Backend(ENV);
    expect(await again.open('replay', header.directory ?? '')).toMatchObject({ replay: true, began: header.began });
    await again.until(({ state, panes: [pane] }) => state === 'ended' && pane?.scanning === false, look);
    expect(await again.pane('strace', READS)).toMatchObject({ kept: 5000, title: panes[0]?.title, status: 'ended' });
    expect(await rowsOf(again, 'strace', `${SCRATCH}/replay-${engine}`)).toEqual(live);
    const found = await again.call('find', { pane: 'strace', filter: READS, text: READS, from: 4999, back: false });
    expect(found).toEqual({ row: 4999, wrapped: false });
    again.child.stdin?.end();
    expect(await again.exited).toBe(0);
  });

  test('the UI closes the pipe: the record is whole, nothing is traced', async () => {
    const { name, pid } = waiting(engine, 'sleep 1000');
    const backend = new Backend(ENV);
    const { directory } = await backend.open('strace', name, '--record');
    expect(statusOf(pid, 'TracerPid')).not.toBe('0');
    backend.child.stdin?.end();
    expect(await backend.exited).toBe(0);
    expectFree(pid);
    expect(manifest(directory ?? '').end?.reason).toBe('stopped');
    expect(existsSync(`${directory}/reserve`)).toBe(false);
  });
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s ends it as the UI does', async (signal) => {
  const { name, pid } = waiting('docker', 'sleep 1000');
  const backend = new Backend(ENV);
  const { directory } = await backend.open('strace', name, '--record');
  backend.child.kill(signal);
  expect(await backend.exited).toBe(0);
  expectFree(pid);
  expect(manifest(directory ?? '').end?.reason).toBe('stopped');
});

test('^C and ^Z of the terminal are the UI’s to judge', async () => {
  const { name } = waiting('docker', 'sleep 1000');
  const backend = new Backend(ENV);
  await backend.open('strace', name);
  for (const signal of ['SIGINT', 'SIGTSTP'] as const) backend.child.kill(signal);
  expect((await backend.look()).state).toBe('running');
  expect(statusOf(backend.child.pid ?? 0, 'State')).not.toMatch(/^T/);
});

test('a UI that never reads holds up nobody, and misses nothing', async () => {
  const { name, go } = waiting('docker', 'dd if=/dev/zero of=/dev/null bs=1 count=5000 2>/dev/null; sleep 1000');
  const backend = new Backend(ENV);
  await backend.open('strace', name, '--record');
  await backend.look({ panes: [{ name: 'strace', top: null, height: 1000, filter: '' }] });
  backend.child.stdout?.pause();
  const before = backend.snapshots.length;
  go();
  const pid = await until(() => pidOf('dd', backend), 'dd').catch(() => 0);
  await until(() => !existsSync(`/proc/${pid}`), 'dd to end');
  backend.child.stdout?.resume();
  await backend.look();
  // what the pipe holds, and one more
  expect(JSON.stringify(backend.snapshots.slice(before)).length).toBeLessThan(1e6);
  await backend.until(({ panes: [pane] }) => pane?.kept === 5000, {
    panes: [{ name: 'strace', top: null, height: 1, filter: READS }],
  });
});

/** A process of a name that strace has attached to. */
function pidOf(comm: string, { child }: Backend): number | false {
  const { stdout } = run(['pgrep', '-x', comm]);
  const own = stdout.split('\n').filter((pid) => pid && statusOf(pid, 'TracerPid') > '0');
  return child.exitCode === null && own.length > 0 && Number(own[0]);
}

test('several tracers: one is stopped, one is killed, the others go on', async () => {
  const { name, pid } = waiting('docker', 'sleep 1000');
  const backend = new Backend(ENV);
  await backend.open('record', name, '--strace', '--tcpdump', '--logs');
  const running = await backend.look();
  expect(running.panes.map(({ name, status }) => [name, status])).toEqual([
    ['strace', 'running'],
    ['tcpdump', 'running'],
    ['log', 'running'],
  ]);
  const tcpdump = run(['pgrep', '-P', String(backend.child.pid), '-x', 'tcpdump']).stdout.trim();
  process.kill(Number(tcpdump), 'SIGKILL');
  const killed = await backend.until(({ panes }) => panes[1]?.status === 'failed');
  expect(killed.panes[1]).toMatchObject({ reason: expect.stringContaining('own accord'), lostMore: true });
  expect((await backend.pane('tcpdump')).rows.at(-1)).toMatchObject({ style: 'red' });
  expect(killed.state).toBe('running');
  await backend.call('stop', { pane: 'strace' });
  await backend.until(({ panes }) => panes[0]?.status === 'ended');
  expectFree(pid);
  expect((await backend.look()).panes[2]?.status).toBe('running');
  expect((await backend.answer('stop', { pane: 'stap' })).error?.code).toBe('usage');
  await backend.call('stop', {});
  await backend.until(({ state, panes }) => state === 'ended' && panes[2]?.status === 'ended');
});

test('the target ends', async () => {
  const { name, go } = waiting('docker', 'exit 3');
  const backend = new Backend(ENV);
  await backend.open('strace', name, '--record');
  go();
  const { end, panes } = await backend.until(({ state }) => state === 'ended');
  expect(end).toContain('the target has ended');
  expect(panes).toMatchObject([{ status: 'ended', reason: 'the target has ended' }]);
});

describe('what cannot be opened', () => {
  test.each([
    ['usage', ['strace']],
    ['usage', ['strace', 'web', '--max-size']],
    ['usage', ['strace', 'web', '--max-size', '5']],
    ['usage', ['strace', 'web', '-e']],
    ['usage', ['strace', '--help']],
    ['usage', ['strace', 'host']],
    ['usage', ['stap', '--list']],
    ['usage', ['bpftrace', '--list']],
    ['usage', ['tcpdump', 'web', '-w', '-']],
    ['usage', ['record', 'web']],
    ['usage', ['ps']],
    ['usage', []],
    ['no-target', ['strace', 'pid:4194303', '--record']],
    ['no-target', ['record', 'no-such-container', '--strace']],
    ['bad-session', ['replay', '/nowhere/at/all']],
  ])('%s: %j', async (code, argv) => {
    const backend = new Backend(ENV);
    const { error } = await backend.answer('open', { argv });
    expect(error).toMatchObject({ code });
    expect(error?.what).not.toBe('');
    expect((await backend.answer('look', { panes: [] })).error).toMatchObject({
      code: 'usage',
      what: 'no session is open',
    });
    backend.child.stdin?.end();
    expect(await backend.exited).toBe(0);
  });

  test('there is no such tool', async () => {
    const { name, pid } = waiting('docker', 'sleep 1000');
    const backend = new Backend(ENV);
    const { error } = await backend.answer('open', { argv: ['strace', name, '--image', 'localhost/no-such-image:1'] });
    expect(error?.code).toBe('no-tool');
    expect(error?.hint).not.toBe('');
    expectFree(pid);
  });

  test('a second session; after one that failed another is', async () => {
    const { name } = waiting('docker', 'sleep 1000');
    const backend = new Backend(ENV);
    expect((await backend.answer('open', { argv: ['strace', 'pid:4194303'] })).error?.code).toBe('no-target');
    await backend.open('strace', name);
    expect((await backend.answer('open', { argv: ['strace', name] })).error).toMatchObject({ code: 'usage' });
  });
});

describe('a full disk', () => {
  const disk = `${SCRATCH}/disk`;
  beforeAll(() => {
    expect(run(['mkdir', '-p', disk]).status).toBe(0);
    expect(run(['mount', '-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'tmpfs', disk]).stderr).toBe('');
  });
  afterAll(() => {
    run(['umount', disk]);
  });

  test('the session ends, and says so; what came is in sight', async () => {
    const { name, pid, go } = waiting(
      'docker',
      'dd if=/dev/zero of=/dev/null bs=1 count=60000 2>/dev/null; sleep 1000',
    );
    const backend = new Backend({ SPC_STORE: disk });
    await backend.open('strace', name, '--record');
    go();
    const { end, notes } = await backend.until(({ state }) => state === 'ended');
    expect(end).toContain('nothing more can be recorded');
    expect(notes.map(({ text }) => text).join('\n')).toContain('the disk is full (ENOSPC)');
    const pane = await backend.pane('strace', READS);
    expect(pane.rows).toHaveLength(10);
    expectFree(pid);
    backend.child.stdin?.end();
    expect(await backend.exited).toBe(0);
  });
});
