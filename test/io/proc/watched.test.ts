import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProcessPart } from '../../../src/core/processes/types.ts';
import { readProcesses } from '../../../src/io/proc/processes.ts';
import { processWatcher } from '../../../src/io/proc/watched.ts';
import { endAll, startReady, untilState } from './children.ts';

const ALL: ProcessPart[] = ['status', 'cgroup', 'cmdline', 'ns'];

afterEach(() => {
  vi.useRealTimers();
  endAll();
});

/** Lets the clock jump; processes do not get older by it, but their readings do. */
function jump(ms: number): void {
  const now = Date.now() + ms;
  vi.useFakeTimers({ toFake: ['Date'], now });
}

const entryOf = (read: typeof readProcesses, wanted: number) => read(ALL).processes.find(({ pid }) => pid === wanted);

describe('processWatcher', () => {
  it('reads what readProcesses reads, the second time, too', async () => {
    const { pid } = await startReady('sh', ['-c', 'echo up; exec sleep 600']);
    await untilState(pid, 'S');
    const read = processWatcher(ALL);
    for (let times = 0; times < 2; times++) {
      const { processes, ...rest } = read(ALL);
      const plain = readProcesses(ALL);
      expect({ ...rest, at: 0 }).toEqual({ ...plain, processes: undefined, at: 0 });
      expect(processes.find((each) => each.pid === pid)).toEqual(plain.processes.find((each) => each.pid === pid));
    }
  });

  it('sees new processes, and forgets those that ended', async () => {
    const read = processWatcher(ALL);
    read(ALL);
    const { pid } = await startReady('sh', ['-c', 'echo up; exec sleep 600']);
    expect(entryOf(read, pid)?.pid).toBe(pid);
    endAll();
    await vi.waitFor(() => expect(entryOf(read, pid)?.state ?? 'gone').toMatch(/gone|Z/));
  });

  it('a young process that becomes another program of the same name is seen at once', async () => {
    const { child, pid } = await startReady('sh', ['-c', 'echo up; read _; exec sh -c "read _" later']);
    const read = processWatcher(ALL);
    expect(entryOf(read, pid)?.argv?.at(-1)).not.toBe('later');
    child.stdin?.write('\n');
    await vi.waitFor(() => expect(entryOf(read, pid)?.argv?.at(-1)).toBe('later'));
  });

  it.each([
    ['until it is due', 1e6, true],
    ['unless there is no time for it', 0, false],
  ])('of an old one only what changes all the time is read, %s', async (_, budgetMs, isRenewed) => {
    const { pid } = await startReady('sh', ['-c', 'echo up; exec sleep 600']);
    await vi.waitFor(() => expect(readProcesses([], [pid]).processes[0]?.comm).toBe('sleep'));
    await untilState(pid, 'S');
    const read = processWatcher(ALL, budgetMs);
    jump(6000); // old by now
    const before = entryOf(read, pid);
    jump(1000);
    process.kill(pid, 'SIGSTOP');
    await untilState(pid, 'T');
    const again = entryOf(read, pid);
    expect(again?.argv).toBe(before?.argv); // the very same: it was not read
    expect([before?.state, again?.state]).toEqual(['S', 'T']);
    jump(11_000);
    const due = entryOf(read, pid);
    expect(due?.argv === before?.argv).toBe(!isRenewed);
    expect(due?.argv).toEqual(['sleep', '600']);
  });

  it('an old one with another name is read at once', async () => {
    const { child, pid } = await startReady('sh', ['-c', 'echo up; read _; exec sleep 600']);
    const read = processWatcher(ALL);
    jump(6000);
    expect(entryOf(read, pid)?.argv?.[0]).toBe('sh');
    vi.useRealTimers();
    child.stdin?.write('\n');
    await vi.waitFor(() => expect(readProcesses([], [pid]).processes[0]?.comm).toBe('sleep'));
    jump(7000);
    expect(entryOf(read, pid)?.argv).toEqual(['sleep', '600']);
  });

  it('reads a few, or other parts, as ever', () => {
    const read = processWatcher(ALL);
    const keys = Object.keys(read([], [process.pid]).processes[0] ?? {});
    expect(keys).not.toContain('argv');
    expect(read(['cgroup']).processes.find(({ pid }) => pid === process.pid)).not.toHaveProperty('argv');
  });
});
