import { describe, expect, it } from 'vitest';
import { capture } from '../../src/io/process.ts';

const sh = (script: string) => ({ file: 'sh', args: ['-c', script] });

describe('a program to its end', () => {
  it('gives what it wrote and how it ended', async () => {
    expect(await capture(sh('echo out; echo err >&2; exit 3'))).toEqual({
      status: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('a signal is 128 + n', async () => {
    expect((await capture(sh('kill -TERM $$'))).status).toBe(143);
  });

  it('has no input unless it is given some', async () => {
    expect((await capture(sh('cat'))).stdout).toBe('');
    expect((await capture(sh('cat'), { input: 'in' })).stdout).toBe('in');
  });

  it('a program that does not read its input is no failure', async () => {
    expect((await capture(sh('exit 0'), { input: 'x'.repeat(1e6) })).status).toBe(0);
  });

  it('one that is not there', async () => {
    await expect(capture({ file: 'spc-no-such-program', args: [] })).rejects.toMatchObject({ code: 'engine-down' });
  });

  it('one that hangs is killed, though a grandchild holds its output open', async () => {
    const failed = capture(sh('sleep 2 & wait'), { timeoutMs: 300 });
    await expect(failed).rejects.toMatchObject({ code: 'engine-timeout' });
  });

  it('one that writes without end is killed', async () => {
    await expect(capture({ file: 'yes', args: [] }, { maxBytes: 1e6 })).rejects.toMatchObject({ code: 'system' });
  });

  it('bytes that are no text survive as latin1', async () => {
    const { stdout } = await capture(sh("printf '\\377\\000\\200'"), { encoding: 'latin1' });
    expect([...Buffer.from(stdout, 'latin1')]).toEqual([255, 0, 128]);
  });
});
