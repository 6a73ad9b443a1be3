import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { watchNewcomers } from '../../../src/io/tracing/newcomers.ts';

test('one that joins is found once, until it is asked for again', async () => {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  try {
    const found: number[][] = [];
    const waiting: (() => void)[] = [];
    const next = () => new Promise<void>((resolve) => waiting.push(resolve));
    const watch = {
      pidsOf: () => [1, pid],
      exempt: () => (each: number) => each === 1,
      found: async (pids: number[]) => {
        found.push(pids);
        waiting.shift()?.();
      },
    };
    const first = next();
    const watching = await watchNewcomers(watch, []);
    await first;
    const second = next();
    watching.again();
    await second;
    await watching.stop();
    expect(found).toEqual([[pid], [pid]]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('however many programs are started, it is not looked for without a pause', async () => {
  let looks = 0;
  const watch = {
    pidsOf: () => {
      looks++;
      return [];
    },
    exempt: () => () => false,
    found: async () => {},
  };
  const began = performance.now();
  const watching = await watchNewcomers(watch, []);
  const storm = spawn('sh', ['-c', 'i=0; while [ $i -lt 300 ]; do /bin/true; i=$((i+1)); done'], { stdio: 'ignore' });
  await new Promise((resolve) => storm.on('exit', resolve));
  await watching.stop();
  expect(looks).toBeLessThanOrEqual((performance.now() - began) / 4 + 2);
});
