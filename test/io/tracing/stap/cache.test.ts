import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { madeOnce, prune } from '../../../../src/io/tracing/stap/cache.ts';

const scratch = mkdtempSync(join(tmpdir(), 'spc-stap-cache-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;
const fresh = () => {
  const folder = join(scratch, `${++count}`);
  mkdirSync(folder);
  return folder;
};
const write = (text: string) => (directory: string) => writeFileSync(join(directory, 'x'), text);

describe('made once', () => {
  it('is not made a second time', async () => {
    const directory = join(fresh(), 'a');
    await madeOnce(directory, write('first'));
    await madeOnce(directory, () => {
      throw new Error('made again');
    });
    expect(readFileSync(join(directory, 'x'), 'utf8')).toBe('first');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('is made again when it lacks what it is for', async () => {
    const directory = join(fresh(), 'a');
    const take = async () => await madeOnce(directory, write('whole'), 'x');
    mkdirSync(directory);
    writeFileSync(join(directory, 'y'), '');
    await take();
    expect(readdirSync(directory)).toEqual(['x']);
    write('kept')(directory);
    await take();
    expect(readFileSync(join(directory, 'x'), 'utf8')).toBe('kept');
  });

  it('what fails leaves nothing', async () => {
    const folder = fresh();
    const failing = madeOnce(join(folder, 'a'), (directory) => {
      write('half')(directory);
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of several at once one wins, whole, and nothing else is left', async () => {
    const folder = fresh();
    const texts = ['a', 'b', 'c'];
    const allBegun = Promise.withResolvers<void>();
    let begun = 0;
    const meeting = (text: string) => async (directory: string) => {
      if (++begun === texts.length) allBegun.resolve();
      await allBegun.promise;
      write(text)(directory);
    };
    await Promise.all(texts.map((text) => madeOnce(join(folder, 'it'), meeting(text))));
    expect(readdirSync(folder)).toEqual(['it']);
    expect(readFileSync(join(folder, 'it', 'x'), 'utf8')).toMatch(/^[abc]$/);
  });

  it('what a killed process was making goes; what a running one makes stays', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'a.new-999999999-Xy12zz'));
    mkdirSync(join(folder, `a.new-${process.pid}-Xy12zz`));
    await madeOnce(join(folder, 'a'), write(''));
    expect(readdirSync(folder).sort()).toEqual(['a', `a.new-${process.pid}-Xy12zz`]);
  });
});

describe('pruning', () => {
  it('keeps what was used last, and what is used now', () => {
    const folder = fresh();
    for (const [i, name] of ['old', 'older', 'new', 'oldest'].entries()) {
      mkdirSync(join(folder, name));
      const time = { old: 300, older: 200, new: 400, oldest: 100 }[name] ?? i;
      utimesSync(join(folder, name), time, time);
    }
    prune(folder, 2, join(folder, 'oldest'));
    expect(readdirSync(folder).sort()).toEqual(['new', 'old', 'oldest']);
    expect(existsSync(join(folder, 'older'))).toBe(false);
  });
});
