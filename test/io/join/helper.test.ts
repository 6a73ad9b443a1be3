/** The helper that joins a pid namespace. Needs root, and the built helper. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { identify } from '../../../src/io/builtin/pids.ts';
import { spawnHelper } from '../../../src/io/join/helper.ts';

afterEach(() => vi.unstubAllEnvs());

it('shows nothing of the environment of spc to who may look into it', async () => {
  vi.stubEnv('SPC_TEST_SECRET', 'told-to-nobody');
  const keeper = spawn('unshare', ['--pid', '--fork', 'sh', '-c', 'echo in; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => keeper.stdout.once('data', resolve));
  const pid = Number(readFileSync(`/proc/${keeper.pid}/task/${keeper.pid}/children`, 'utf8'));
  const startTime = Number(identify(pid)?.startTime);
  try {
    const { child, ended } = await spawnHelper(
      {
        parent: process.pid,
        target: { text: `pid:${pid}`, spec: { kind: 'pid', pid }, pid, startTime },
        join: [],
        freshProc: false,
        session: 'inherit',
        targetRoot: false,
        argv: ['/bin/sh', '-c', 'exit 5'],
        env: [],
      },
      true,
      ['ignore', 'inherit', 'inherit'],
    );
    const shown = readFileSync(`/proc/${child.pid}/environ`, 'utf8').includes('told-to-nobody');
    expect(shown).toBe(false); // a failure need not print it all
    expect(await ended).toBe(5);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});
