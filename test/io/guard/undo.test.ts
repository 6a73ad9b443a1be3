import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from '../../../src/io/builtin/pids.ts';
import { endProcesses } from '../../../src/io/guard/end.ts';
import { MARK, markedProcesses, newMark } from '../../../src/io/guard/marked.ts';
import { undo, undoAll } from '../../../src/io/guard/undo.ts';

const isRoot = process.geteuid?.() === 0;
const children: ChildProcess[] = [];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(process.cwd(), 'node_modules/.cache-undo-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** A process that says so when it is ready. */
async function start(script: string, env: Record<string, string> = {}) {
  const child = spawn('/bin/sh', ['-c', `${script.replace('READY', 'echo ready')}`], {
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(signal ?? code)),
  );
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const pid = child.pid ?? 0;
  return { pid, startTime: Number(identify(pid)?.startTime), ended };
}

const STUBBORN = "trap '' INT TERM; READY; while :; do sleep 0.1; done";

describe('a process', () => {
  it('is asked first', async () => {
    const task = await start('trap "exit 3" INT; READY; while :; do sleep 0.02; done');
    expect(await undo({ kind: 'process', ...task })).toBe(true);
    expect(await task.ended).toBe(3);
  });

  it('that ignores INT and TERM is killed', async () => {
    const task = await start(STUBBORN);
    expect(await endProcesses([task], 50)).toBe(true);
    expect(await task.ended).toBe('SIGKILL');
  });

  it.runIf(isRoot)('that cannot be signalled has not ended', async () => {
    const task = await start('READY; sleep 60');
    const program = `
      const { endProcesses } = await import('${new URL('../../../src/io/guard/end.ts', import.meta.url)}');
      const { signalProcess } = await import('${new URL('../../../src/io/linux/signal.ts', import.meta.url)}');
      process.setuid(65534);
      const [task, gone] = [${JSON.stringify(task)}, { pid: 4194303, startTime: 1 }];
      console.log(await endProcesses([task], 1), signalProcess(task, 'SIGTERM'), signalProcess(gone, 'SIGTERM'));`;
    const args = ['--no-warnings', '--input-type=module', '-e', program];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('false denied gone\n');
    expect(identify(task.pid)).toBeDefined();
  });

  it('of the same number, but started later, is left alone', async () => {
    const task = await start('READY; sleep 60');
    expect(await undo({ kind: 'process', pid: task.pid, startTime: task.startTime - 1 })).toBe(false);
    expect(identify(task.pid)).toBeDefined();
  });
});

describe('a mark', () => {
  it('finds what was started with it, and what that started', async () => {
    const mark = newMark();
    const task = await start('sleep 60 & READY; wait', { [MARK]: mark });
    expect(markedProcesses(mark)).toHaveLength(2);
    expect(await undo({ kind: 'marked', mark })).toBe(true);
    await task.ended;
    expect(markedProcesses(mark)).toEqual([]);
    expect(await undo({ kind: 'marked', mark })).toBe(false);
  });

  it('is the whole value', async () => {
    const mark = newMark();
    await start('READY; sleep 60', { [MARK]: `${mark}0`, OTHER: mark });
    expect(markedProcesses(mark)).toEqual([]);
  });
});

describe('the CPUs of a thread', () => {
  it('are given back', async () => {
    const task = await start('READY; sleep 60');
    const cpus = () => /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${task.pid}/status`, 'utf8'))?.[1] ?? '';
    const before = cpus();
    execFileSync('taskset', ['-p', '-c', '0', String(task.pid)]);
    expect(cpus()).toBe('0');
    expect(await undo({ kind: 'affinity', ...task, cpus: before })).toBe(true);
    expect(cpus()).toBe(before);
  });

  it('that ended before it was done, but after it was looked at, need not be', async () => {
    const { setAffinity, tryAffinity } = await import('../../../src/io/linux/affinity.ts');
    expect(() => setAffinity(4194303, '0')).toThrow(expect.objectContaining({ code: 'target-gone' }));
    expect(tryAffinity(4194303, '0')).toBe(false);
  });
});

const cpusOf = (pid: number) =>
  /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

describe('what a pinned process started', () => {
  it('gets its CPUs back, and what was on the one CPU before stays there', async () => {
    const all = cpusOf(process.pid);
    const task = await start(
      'taskset -c 0 sleep 60 & sleep 0.2; taskset -p -c 0 $$ >/dev/null; (sleep 60 & exec sleep 60) & READY; wait',
    );
    const children = () =>
      readFileSync(`/proc/${task.pid}/task/${task.pid}/children`, 'utf8').trim().split(' ').map(Number);
    const [before = 0, after = 0] = children();
    expect([before, after, task.pid].map(cpusOf)).toEqual(['0', '0', '0']);
    const entries = [
      { kind: 'affinity', pid: before, startTime: Number(identify(before)?.startTime), cpus: '0' },
      { kind: 'pinned', pid: task.pid, startTime: task.startTime, cpu: 0, cpus: all },
    ] as const;
    expect(await undoAll(entries)).toMatchObject({ done: [{ kind: 'pinned' }, { kind: 'affinity' }], failed: [] });
    const [below = 0] = readFileSync(`/proc/${after}/task/${after}/children`, 'utf8').split(' ').map(Number);
    expect([before, after, below, task.pid].map(cpusOf)).toEqual(['0', all, all, all]);
    expect(await undo({ kind: 'pinned', pid: task.pid, startTime: task.startTime - 1, cpu: 1, cpus: all })).toBe(false);
  });
});

describe('a container', () => {
  it('is removed by the program that was trusted, not by one the caller’s PATH has', async () => {
    const said = join(directory, 'said');
    for (const name of ['docker', 'trusted'])
      writeFileSync(join(directory, name), `#!/bin/sh\necho ${name} "$@" >>${said}\n`, { mode: 0o755 });
    const program = join(directory, 'trusted');
    const env = { PATH: `${directory}:/usr/bin:/bin` };
    expect(await undo({ kind: 'container', engine: 'docker', program, name: 'spc-tool-x', env })).toBe(true);
    expect(readFileSync(said, 'utf8')).toBe('trusted rm -f spc-tool-x\n');
  });
});

describe('files', () => {
  it('go with the directory that was made for them; one that is gone is no failure', async () => {
    const made = join(directory, 'made');
    mkdirSync(made);
    writeFileSync(join(made, 'f'), '');
    const entries = [made, join(made, 'f'), join(made, 'never')].map((path) => ({ kind: 'file', path }) as const);
    expect((await undoAll(entries)).failed).toEqual([]);
    expect(existsSync(made)).toBe(false);
  });

  it('are not removed where others may write', async () => {
    const open = join(directory, 'open');
    mkdirSync(open, { mode: 0o777 });
    execFileSync('chmod', ['777', open]);
    writeFileSync(join(open, 'f'), '');
    const { failed } = await undoAll([{ kind: 'file', path: join(open, 'f') }]);
    expect(failed).toHaveLength(1);
    expect(existsSync(join(open, 'f'))).toBe(true);
  });

  it('do not keep others from being undone when one fails', async () => {
    const full = join(directory, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'kept'), '');
    writeFileSync(join(directory, 'f'), '');
    const { done, failed } = await undoAll([
      { kind: 'file', path: join(directory, 'f') },
      { kind: 'file', path: full },
    ]);
    expect(failed.map(({ entry }) => entry)).toEqual([{ kind: 'file', path: full }]);
    expect(done).toHaveLength(1);
  });
});

it.runIf(isRoot)('a mount is taken off', async () => {
  const at = join(directory, 'at');
  mkdirSync(at);
  execFileSync('mount', ['-t', 'tmpfs', 'none', at]);
  expect(await undo({ kind: 'mount', path: at })).toBe(true);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(` ${at} `);
  expect(await undo({ kind: 'mount', path: at })).toBe(false);
});
