import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { StapJob } from '../../../../src/io/tracing/stap/start.ts';
import { asTracer, requireBegun } from '../../../../src/io/tracing/stap/tracer.ts';
import type { RunningTool } from '../../../../src/io/tracing/types.ts';

const SIGN = 'spc: it runs';
const job = { name: 'stap-1', setting: { stream: () => ({ write: () => {}, end: () => {} }) } } as unknown as StapJob;

/** A stap that writes to stderr and ends with a status; undefined: only when it is ended. */
function fakeStap(stderr: string[], status?: number) {
  const ended = Promise.withResolvers<number>();
  const said = new Readable({ read() {} });
  const out = new Readable({ read() {} });
  let stops = 0;
  const end = (with_: number) => {
    said.push(null);
    out.push(null);
    ended.resolve(with_);
  };
  for (const text of stderr) said.push(Buffer.from(text));
  if (status !== undefined) end(status);
  const running = {
    tool: { name: 'stap', path: '/usr/bin/stap', version: '', from: 'host' },
    argv: [],
    stdout: out,
    stderr: said,
    ended: ended.promise,
    stop: async () => {
      stops++;
      end(130);
      return 130;
    },
  } as unknown as RunningTool;
  const heard = asTracer(job, running, '', async () => {}, SIGN);
  const begin = (ending = new AbortController().signal) =>
    requireBegun(heard, heard.signed, ending, { name: 'stap', refused: /verifier/ });
  return { begin, heard, stopped: () => stops > 0 };
}

describe('a script has begun', () => {
  it('when it says so, though much follows at once', async () => {
    const { begin, heard } = fakeStap([`${SIGN}\n${'x'.repeat(40_000)}\n`]);
    await begin();
    expect(heard.errors()).not.toContain(SIGN);
    await heard.tracer.stop();
  });

  it('when it says so in two parts', async () => {
    const { begin, heard } = fakeStap([SIGN.slice(0, 5), SIGN.slice(5)]);
    await begin();
    await heard.tracer.stop();
  });

  it('and ended, when it ended itself', async () => {
    await expect(fakeStap([], 0).begin()).resolves.toBeUndefined();
  });
});

describe('a script has not begun', () => {
  it('when stap fails', async () => {
    await expect(fakeStap(['Pass 4: compilation failed\n'], 1).begin()).rejects.toMatchObject({
      code: 'system',
      message: 'stap cannot run the script',
      why: 'Pass 4: compilation failed',
    });
  });

  it('when the kernel refuses it', async () => {
    await expect(fakeStap(['the verifier says no\n'], 1).begin()).rejects.toMatchObject({ code: 'script-error' });
  });

  it.each(['before', 'while'])('when spc is asked to end %s it compiles: it is ended', async (when) => {
    const ending = new AbortController();
    const stap = fakeStap(['']);
    if (when === 'before') ending.abort();
    const begun = stap.begin(ending.signal);
    ending.abort();
    await expect(begun).rejects.toMatchObject({ code: 'system', why: 'spc was asked to end' });
    expect(stap.stopped()).toBe(true);
  });
});
