import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('has no input', async () => {
    expect((await capture(sh('cat'))).stdout).toBe('');
  });

  it('one that is not there', async () => {
    await expect(capture({ file: 'spc-no-such-program', args: [] })).rejects.toMatchObject({ code: 'engine-down' });
  });

  it('one that hangs is killed, and a grandchild that holds its output open is not waited for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spc-process-'));
    const failed = capture(sh(`sleep 600 & echo $! > ${folder}/pid; wait`), { timeoutMs: 1000 });
    await expect(failed).rejects.toMatchObject({ code: 'engine-timeout' });
    const grandchild = Number(readFileSync(`${folder}/pid`, 'utf8'));
    expect(process.kill(grandchild, 'SIGKILL')).toBe(true); // it was still there
    rmSync(folder, { recursive: true });
  });

  it('one that writes without end is killed', async () => {
    await expect(capture({ file: 'yes', args: [] }, { maxBytes: 1e6 })).rejects.toMatchObject({ code: 'system' });
  });

  it('one whose answer is not wanted any more is killed', async () => {
    const unwanted = new AbortController();
    const failed = capture(sh('sleep 600'), { signal: unwanted.signal });
    unwanted.abort();
    await expect(failed).rejects.toMatchObject({ code: 'system' });
  });

  it('bytes that are no text survive as latin1', async () => {
    const { stdout } = await capture(sh("printf '\\377\\000\\200'"), { encoding: 'latin1' });
    expect([...Buffer.from(stdout, 'latin1')]).toEqual([255, 0, 128]);
  });
});
