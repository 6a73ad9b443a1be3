/** What the terminal UI may not ask of `spc syscalls`: told before anything is started, and nothing is written on stdout. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { time } from '../../../src/cli/tui/timing.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-timing-'));
const there = join(folder, 'there.json');
writeFileSync(there, '{}');
afterAll(() => rmSync(folder, { recursive: true }));

describe('time', () => {
  it.each([
    ['another command', ['ps'], 'usage'],
    ['nothing', [], 'usage'],
    ['no target', ['syscalls'], 'usage'],
    ['an option there is not', ['syscalls', 'web', '--colour'], 'usage'],
    ['a choice there is not', ['syscalls', 'web', '--tracer', 'gdb'], 'usage'],
    ['a column there is not', ['syscalls', 'web', '--sort', 'colour'], 'usage'],
    ['help', ['syscalls', '--help'], 'usage'],
    ['help of a command below', ['syscalls', 'diff', '--help'], 'usage'],
    ['a command of its own', ['syscalls', '--', 'ls'], 'unsupported'],
    ['the classic interface', ['syscalls', '-t'], 'unsupported'],
    ['a comparison', ['syscalls', 'diff', 'a.json', 'b.json'], 'unsupported'],
    ['a merge', ['syscalls', 'merge', there], 'unsupported'],
    ['a file that is there', ['syscalls', 'web', '--save', there], 'usage'],
    ['a file of no known form', ['syscalls', 'web', '--save', join(folder, 'x')], 'usage'],
  ])('refuses %s', async (_, argv, code) => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await expect(time({ argv }, () => undefined)).rejects.toMatchObject({ code });
      expect(written).not.toHaveBeenCalled();
    } finally {
      written.mockRestore();
    }
  });
});
