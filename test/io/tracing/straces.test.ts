/** strace as it may end: each run of it is a stand-in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addSubject } from '../../../src/io/tracing/members-kin.ts';
import { startStrace } from '../../../src/io/tracing/strace.ts';
import type { ToldEvent, Toolbox, TraceSetting } from '../../../src/io/tracing/types.ts';

let child: ChildProcess;
let pid: number;
beforeEach(() => {
  child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  pid = child.pid ?? 0;
  addSubject(pid);
});
afterEach(() => void child.kill('SIGKILL'));

const tool = { name: 'strace', path: '/x/strace', version: 'strace -- version 6.1', from: 'host' };

/** What each strace does in turn: says it has attached, or why not, and ends with a status; undefined: it goes on. */
interface Script {
  says?: string;
  status?: number;
}

function toolbox(scripts: Script[], started: string[][]): Toolbox {
  const box: Pick<Toolbox, 'find' | 'start'> = {
    find: async () => tool,
    start: async (_, args) => {
      const { says = `strace: Process ${pid} attached\n`, status } = scripts[started.length] ?? {};
      started.push([...args]);
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const ended = Promise.withResolvers<number>();
      const end = (code: number) => {
        stdout.end();
        stderr.end();
        ended.resolve(code);
      };
      stderr.write(says);
      if (status !== undefined) setTimeout(end, 20, status);
      const stop = async () => {
        end(130);
        return await ended.promise;
      };
      return {
        tool,
        argv: [],
        stdout,
        stderr,
        stdin: null,
        pid: async () => 0,
        signal: () => {},
        stop,
        ended: ended.promise,
      };
    },
  };
  return box;
}

function setting(scripts: Script[]) {
  const told: ToldEvent[] = [];
  const started: string[][] = [];
  const given = {
    target: { spec: { kind: 'pid', pid }, text: 'x', title: 'x', pid, startTime: 1 },
    pidsOf: () => [pid],
    toolbox: toolbox(scripts, started),
    stream: () => ({ write: () => {}, end: () => {} }),
    tell: (event: ToldEvent) => void told.push(event),
    ending: new AbortController().signal,
  } as unknown as TraceSetting;
  const losses = () => told.flatMap((event) => (event.kind === 'lost' ? [event.what] : []));
  return { given, started, losses, told };
}

describe('strace that is killed', () => {
  it('again and again is given up: that is told, and the session fails', async () => {
    const { given, started, losses } = setting(Array(9).fill({ status: 137 }));
    const tracer = await startStrace({ args: [] })(given);
    expect(await tracer.ended).toEqual({ reason: 'tool', status: 137 });
    expect(started).toHaveLength(4);
    expect(losses()).toHaveLength(4);
    expect(losses().at(-1)).toMatch(/given up/);
  });

  it('is followed by another, of which it is told that it attached again', async () => {
    const { given, told } = setting([{ status: 137 }, {}]);
    const tracer = await startStrace({ args: [] })(given);
    await vi.waitUntil(() => told.some(({ kind }) => kind === 'attach'));
    await tracer.stop();
    const detail = 'again, after strace ended early';
    expect(told.filter(({ kind }) => kind === 'attach')).toMatchObject([{ pid, state: 'attached', detail }]);
  });

  it('before it has attached counts, too', async () => {
    const { given, started, losses } = setting([{ status: 137 }, { says: '', status: 137 }, {}]);
    const tracer = await startStrace({ args: [] })(given);
    while (started.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await tracer.stop();
    expect(await tracer.ended).toEqual({ reason: 'stopped', status: 0 });
    expect(losses().filter((what) => what.includes('ended early'))).toHaveLength(2);
  });

  it('and cannot attach any more: the session fails, though the last strace ended well', async () => {
    const failed = { says: `strace: attach: ptrace(PTRACE_SEIZE, ${pid}): Operation not permitted\n`, status: 0 };
    const { given } = setting([{ status: 137 }, failed]);
    const tracer = await startStrace({ args: [] })(given);
    expect(await tracer.ended).toEqual({ reason: 'tool', status: 137 });
  });
});

it('strace that ends by itself while its target runs on is a failure', async () => {
  const tracer = await startStrace({ args: [] })(setting([{ status: 0 }]).given);
  expect(await tracer.ended).toEqual({ reason: 'tool', status: 1 });
});
