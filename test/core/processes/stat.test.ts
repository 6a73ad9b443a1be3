import { describe, expect, it } from 'vitest';
import { parseStat } from '../../../src/core/processes/stat.ts';
import { captured } from './fixture.ts';

describe('parseStat', () => {
  it('reads an ordinary process', () => {
    const stat = parseStat(captured('stat.nested'));
    expect(stat).toEqual({
      pid: 21501,
      comm: 'sleep',
      state: 'S',
      ppid: 21500,
      tty: 0,
      kernelThread: false,
      ticks: 0,
      threads: 1,
      startTime: expect.any(Number),
      rssPages: expect.any(Number),
    });
    expect(stat?.startTime).toBeGreaterThan(1e6);
    expect(stat?.rssPages).toBeGreaterThan(0);
  });

  it('knows a thread of the kernel by its flag', () => {
    expect(parseStat(captured('stat.kernel-thread'))).toMatchObject({
      pid: 2,
      comm: 'kthreadd',
      ppid: 0,
      kernelThread: true,
      rssPages: 0,
      startTime: 30,
    });
  });

  it('reads a zombie', () => {
    expect(parseStat(captured('stat.zombie'))).toMatchObject({ state: 'Z', ppid: 21456, kernelThread: false });
  });

  it('finds the end of a name with newlines and parentheses that looks like fields', () => {
    expect(parseStat(captured('stat.hostile'))).toMatchObject({
      comm: 'a) R 1\n\x1b[2J(b\\',
      state: 'S',
      ppid: 21456,
      pid: 21498,
    });
  });

  it('adds user and system time, and takes a device number without its sign', () => {
    const fields = 'S 1 1 1 -2147481343 1 0 0 0 0 0 7 5 0 0 20 0 3 0 99 4096 12 0';
    expect(parseStat(`9 (x) ${fields}`)).toMatchObject({
      ticks: 12,
      tty: 0x80000901,
      threads: 3,
      startTime: 99,
      rssPages: 12,
    });
  });

  it.each(['', '\n', '12', '12 (cut', '12 (cut) S 1 2', ') 1 (', '9 x S'.padEnd(200, ' 1'), `) ${'1 '.repeat(99)}(`])(
    'is undefined for %j',
    (line) => expect(parseStat(line)).toBeUndefined(),
  );
});
