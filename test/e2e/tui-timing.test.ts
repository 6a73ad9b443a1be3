/** A timing of system calls as the terminal UI has it: the real backend, a real container. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAsking, startAsking } from './asking.ts';
import { must } from './containers/makers.ts';
import { removeScratch, run, SCRATCH, until } from './spc.ts';

const name = `spc-t1-timing-${process.pid}`;
const LOOP = 'while :; do dd if=/dev/zero of=/dev/null bs=1 count=1000 2>/dev/null; sleep 0.1; done';

beforeAll(() => {
  must(
    'docker',
    'run',
    '-d',
    '--rm',
    '--network=none',
    '--stop-timeout',
    '0',
    '--name',
    name,
    'localhost/spc-bb',
    'sh',
    '-c',
    LOOP,
  );
});
afterAll(() => {
  endAsking();
  run(['docker', 'rm', '-f', name]);
  removeScratch();
});

describe('a timing', () => {
  it('is told once a second, and ends with its time; the last is whole, and saved', async () => {
    const backend = startAsking();
    const file = `${SCRATCH}/saved.json`;
    const argv = ['syscalls', name, '-d', '4s', '--save', file];
    expect(await backend.ask('time', { argv })).toEqual({ title: `system calls of ${name}` });
    expect(backend.pushed('progress').at(-1)).toEqual({ text: '' });
    const last = await until(() => backend.pushed('timing').find(({ state }) => state === 'ended'), 'its end');
    expect(last.end).toBe('its time is over');
    const running = backend.pushed('timing').filter(({ state }) => state === 'running');
    expect(running.length).toBeGreaterThanOrEqual(2);
    const seen = running.map(({ at }) => at);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const saved = JSON.parse(readFileSync(file, 'utf8')) as { rows: { syscall: string; count: number }[] };
    const write = saved.rows.find(({ syscall }) => syscall === 'write');
    const row = last.table.rows.find(({ id }) => id === 'write');
    expect(row?.cells[last.table.columns.findIndex(({ key }) => key === 'count')]).toBe(`${write?.count}`);
    expect(last.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(
      saved.rows.reduce((sum, { count }) => sum + count, 0),
    );
    expect(last.calls.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...last.calls)).toBeGreaterThan(100);
    expect(last.tracer).not.toBe('');
    expect(last.notes).toContain(`saved in ${file}`);
    await expect(backend.ask('time', { argv: ['syscalls', name] })).rejects.toMatchObject({ code: 'usage' });
    expect(await backend.close()).toBe(0);
  });

  it.each(['stdin', 'SIGTERM'] as const)('ends by %s with a whole last one', async (how) => {
    const backend = startAsking();
    await backend.ask('time', { argv: ['syscalls', name, '--tracer', 'strace'] });
    const early = await until(() => backend.pushed('timing').find(({ table }) => table.rows.length > 0), 'a report');
    if (how === 'SIGTERM') backend.kill('SIGTERM');
    expect(await backend.close()).toBe(0);
    const last = backend.pushed('timing').at(-1);
    expect(last).toMatchObject({ state: 'ended', end: 'it was stopped' });
    const names = (snapshot: typeof last) => snapshot?.table.rows.map(({ id }) => id);
    expect(names(last)).toEqual(expect.arrayContaining(names(early) ?? []));
    expect(backend.stderr()).toBe('');
  });

  it('ends with its target', async () => {
    const backend = startAsking();
    const brief = `${name}-brief`;
    must('docker', 'run', '-d', '--rm', '--network=none', '--name', brief, 'localhost/spc-bb', 'sh', '-c', LOOP);
    await backend.ask('time', { argv: ['syscalls', brief] });
    run(['docker', 'rm', '-f', brief]);
    const last = await until(() => backend.pushed('timing').find(({ state }) => state === 'ended'), 'its end');
    expect(last.end).toBe('the target has ended');
    await backend.close();
  });

  it('of what there is not is an error, and another may be begun', async () => {
    const backend = startAsking();
    await expect(backend.ask('time', { argv: ['syscalls', 'no-such-one'] })).rejects.toMatchObject({
      code: 'no-target',
    });
    expect(await backend.ask('time', { argv: ['syscalls', name, '-d', '300ms'] })).toMatchObject({});
    await backend.close();
  });
});
