import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { startOnHost } from '../../../src/io/toolbox/launch-host.ts';
import type { Guard, RunningTool, StartOptions } from '../../../src/io/tracing/types.ts';

/** Notes what it is told, and when that is over. */
function fakeGuard(told: string[] = []): Guard {
  const note = (kind: string) => async (of: unknown) => {
    told.push(`${kind} ${typeof of}`);
    return async () => void told.push(`${kind} over`);
  };
  const parts = ['process', 'marked', 'container', 'file', 'affinity', 'mount'].map((kind) => [kind, note(kind)]);
  return { ...Object.fromEntries(parts), leftovers: async () => [], close: async () => {} };
}

const running: RunningTool[] = [];
afterEach(() => {
  for (const tool of running.splice(0)) tool.signal('SIGKILL');
});

const tool = (path: string) => ({ name: 'x', path, version: '', from: 'host' });

async function sh(script: string, options: StartOptions = {}, guard = fakeGuard()): Promise<RunningTool> {
  const started = await startOnHost(tool('/bin/sh'), ['-c', script, 'x'], options, guard);
  running.push(started);
  return started;
}

const outputOf = async (script: string, options?: StartOptions) => {
  const { stdout, stderr } = await sh(script, options);
  const [out] = await Promise.all([text(stdout), text(stderr)]);
  return out;
};

/** As /proc/PID/stat has it; empty: it is gone. */
function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? '';
  } catch {
    return '';
  }
}

/** One chunk of output: it has begun. */
const ready = ({ stdout }: RunningTool) => new Promise((resolve) => stdout.once('data', resolve));

describe('a tool of the host', () => {
  it('works with a clean environment, in /', async () => {
    process.env['LD_BIND_NOW'] = '1';
    process.env['TERM'] ??= 'xterm';
    const lines = (await outputOf('pwd; env', { env: { EXTRA: 'a b' } })).trim().split('\n');
    delete process.env['LD_BIND_NOW'];
    const names = lines.slice(1).map((line) => line.split('=')[0]);
    expect(lines[0]).toBe('/');
    expect(names.sort()).toEqual(['EXTRA', 'HOME', 'LANG', 'LC_ALL', 'PATH', 'PWD', 'SPC_TOOL']);
    expect(lines).toContain('LC_ALL=C');
  });

  it('has no descriptor of spc’s', async () => {
    const started = await sh('echo; sleep 60');
    await ready(started);
    const fds = readdirSync(`/proc/${await started.pid()}/fd`);
    expect(fds.sort()).toEqual(['0', '1', '2']);
    expect(readlinkSync(`/proc/${await started.pid()}/fd/0`)).toBe('/dev/null');
  });

  it('is in a session of its own: the terminal’s signals are not for it', async () => {
    const started = await sh('echo; sleep 60');
    await ready(started);
    const pid = await started.pid();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    expect([stat[2], stat[3], stat[4]]).toEqual([String(pid), String(pid), '0']);
  });

  it('gives its exit status when all it wrote was read', async () => {
    const told: string[] = [];
    const started = await sh('echo out; echo err >&2; exit 7', {}, fakeGuard(told));
    const [out, err, status] = await Promise.all([text(started.stdout), text(started.stderr), started.ended]);
    expect([out, err, status]).toEqual(['out\n', 'err\n', 7]);
    expect(told).toEqual(['marked string', 'process number', 'marked over', 'process over']);
  });

  it('that ignores INT and TERM while nobody reads is killed', async () => {
    const started = await sh('trap "" INT TERM; echo; while :; do echo 0123456789012345678901234567890123456789; done');
    await ready(started);
    started.stdout.pause();
    const stopped = started.stop(100);
    while (stateOf(await started.pid()) !== 'Z' && stateOf(await started.pid()) !== '')
      await new Promise((resolve) => setTimeout(resolve, 10));
    started.stdout.resume();
    started.stderr.resume();
    expect(await stopped).toBe(137);
  });

  it('has its time to end', async () => {
    const started = await sh('trap "echo last; exit 5" INT; echo; while :; do sleep 0.02; done');
    await ready(started);
    const out = text(started.stdout);
    started.stderr.resume();
    expect(await started.stop(10_000)).toBe(5);
    expect(await out).toBe('last\n');
  });

  it('is hurried by who asks again with less grace', async () => {
    const started = await sh('trap "" INT TERM; echo; while :; do sleep 0.02; done');
    await ready(started);
    started.stdout.resume();
    started.stderr.resume();
    const patient = started.stop(30_000);
    expect(await started.stop(0)).toBe(137);
    expect(await patient).toBe(137);
  });

  it('takes what it started along, which would hold its output open', async () => {
    const started = await sh('sleep 1000 & echo $!; exit 0');
    const [out] = await Promise.all([text(started.stdout), text(started.stderr), started.ended]);
    while (!['', 'Z'].includes(stateOf(Number(out)))) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('that cannot be started is told as such, and nothing is left to undo', async () => {
    const told: string[] = [];
    await expect(startOnHost(tool('/no/such/tool'), [], {}, fakeGuard(told))).rejects.toMatchObject({
      code: 'no-tool',
    });
    expect(told).toEqual(['marked string', 'marked over']);
  });

  it('reads what it is given', async () => {
    const started = await sh('cat', { stdin: 'pipe' });
    started.stdin?.end('hello');
    started.stderr.resume();
    expect(await text(started.stdout)).toBe('hello');
    expect(await started.ended).toBe(0);
  });
});
