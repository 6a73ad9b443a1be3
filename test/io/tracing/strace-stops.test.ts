import { expect, test } from 'vitest';
import { StopWatch } from '../../../src/io/tracing/strace-stops.ts';

function saw(...chunks: string[]): boolean {
  const watch = new StopWatch();
  for (const chunk of chunks) watch.read(Buffer.from(chunk));
  return watch.saw;
}

const LINE = '2166<sh> 1795336062.455104 --- stopped by SIGSTOP ---\n';

test('a signal that stopped a process is seen, wherever its line is cut', () => {
  expect(saw(LINE)).toBe(true);
  for (let at = 1; at < LINE.length; at++)
    expect([at, saw('2166<sh> 1795336062.1 getpid() = 7 <0.1>\n', LINE.slice(0, at), LINE.slice(at))]).toEqual([
      at,
      true,
    ]);
  expect(saw(...LINE)).toBe(true);
});

test('a target that writes the words stops nothing', () => {
  const words = ' 1.5 --- stopped by SIGSTOP ---';
  const lines = `2166<sh> 1.2 write(1</x>, "${words}\\n", 32) = 32 <0.1>\n2166<sh> 1.3 write(1, "${words}"..., 99 <unfinished ...>\n`;
  expect(saw(lines)).toBe(false);
  expect(saw(...lines)).toBe(false);
});
