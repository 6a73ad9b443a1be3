import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostTool, trustedProgram } from '../../../src/io/toolbox/host.ts';

let directory: string;
// below a directory that only root may change, wherever the project lies
beforeEach(() => {
  directory = mkdtempSync('/var/lib/spc-test-toolbox-');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function program(folder: string, mode = 0o755): string {
  const path = join(directory, folder, 'tool');
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}
const find = (...folders: string[]) =>
  trustedProgram(
    'tool',
    folders.map((folder) => join(directory, folder)),
  );

describe('a program of the host', () => {
  it('is the first of its name', () => {
    const [first] = [program('a'), program('b')];
    expect(find('none', 'a', 'b')).toBe(first);
  });

  it('is none that cannot be executed, and no directory', () => {
    program('a', 0o644);
    mkdirSync(join(directory, 'b/tool'), { recursive: true });
    expect(find('a', 'b')).toBeUndefined();
  });

  it('is not one that others may change: the next is taken', () => {
    program('a', 0o777);
    const second = program('b');
    expect(find('a', 'b')).toBe(second);
  });

  it.each([
    ['its file', (path: string) => chmodSync(path, 0o775)],
    ['its directory', (path: string) => chmodSync(join(path, '..'), 0o777)],
  ])('is refused, with the reason, when others may write %s', (_, spoil) => {
    spoil(program('a'));
    expect(() => find('a')).toThrow(expect.objectContaining({ code: 'no-tool', why: expect.stringMatching(/change/) }));
  });

  it('is not one that a link finds in a place where others may write', () => {
    const real = program('open');
    chmodSync(join(real, '..'), 0o777);
    mkdirSync(join(directory, 'bin'));
    symlinkSync(real, join(directory, 'bin/tool'));
    expect(() => find('bin')).toThrow(/can be trusted/);
  });

  it('tells its version', async () => {
    expect(await hostTool('sh-that-is-not-there')).toBeUndefined();
    expect((await hostTool('bash'))?.version).toMatch(/version \d/);
  });
});
