import { closeSync, openSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { untilClosed } from '../../src/cli/output.ts';
import * as stdout from '../../src/io/stdout.ts';

const refuse = (code: string, unwritten: number) =>
  vi.spyOn(stdout, 'writeStdout').mockRejectedValue(Object.assign(new Error(code), { code, unwritten }));

vi.mock('../../src/io/stdout.ts', { spy: true });
afterEach(() => vi.restoreAllMocks());

describe('stdout of a session', () => {
  it('ends it when there is no room, and counts the lines that were not written', async () => {
    refuse('ENOSPC', 3);
    const ending = new AbortController();
    const { write, unwritten, check } = untilClosed(ending);
    await write('a\nb\nc\n'); // of which `\nc\n` is missing
    expect(ending.signal.aborted).toBe(true);
    await write('d\n');
    expect(unwritten()).toBe(3);
    expect(check).toThrow(expect.objectContaining({ code: 'system', why: 'ENOSPC' }));
  });

  it('ends it when the reader has gone, which is no failure', async () => {
    refuse('EPIPE', 2);
    const ending = new AbortController();
    const { write, unwritten, check } = untilClosed(ending);
    await write('a\n');
    await write('b\n');
    expect(ending.signal.aborted).toBe(true);
    expect(unwritten()).toBe(0);
    expect(check).not.toThrow();
  });
});

it('an error of write(2) says how much is missing', async () => {
  const fd = openSync('/dev/full', 'w');
  const error = await stdout.writeAll(fd, Buffer.from('abc')).catch((cause: Error) => cause);
  closeSync(fd);
  expect(error).toMatchObject({ code: 'ENOSPC' });
  expect(stdout.unwrittenBy(error as Error)).toBe(3);
});
