import { execFileSync } from 'node:child_process';
import { chownSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listNames, MAX_STATE, readJson, readState } from '../../../src/io/discover/state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-state-'));
const me = process.geteuid?.() ?? 0;
const gaps = new Set<string>();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => gaps.clear());

/** A file, and the one line that is told of it. */
function told(path: string, owner = me): [unknown, string[]] {
  return [readJson(path, { owner }, gaps), [...gaps]];
}

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('readState', () => {
  it('reads', () => expect(readState(file('plain', 'hello'), { owner: me }, gaps)).toBe('hello'));

  it('a file that is not there is no gap', () => {
    expect(told(join(folder, 'none', 'x'))).toEqual([undefined, []]);
    expect(told(join(file('plain', ''), 'x'))).toEqual([undefined, []]);
  });

  it('does not follow a link', () => {
    symlinkSync('/etc/passwd', join(folder, 'link'));
    expect(told(join(folder, 'link'))).toEqual([undefined, [`${folder}/link was not read: it is a symbolic link`]]);
  });

  it('does not wait for a FIFO', () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    expect(told(join(folder, 'fifo'))).toEqual([undefined, [`${folder}/fifo was not read: it is no regular file`]]);
  });

  it('reads no device and no directory', () => {
    expect(told('/dev/zero')).toEqual([undefined, ['/dev/zero was not read: it is no regular file']]);
    expect(told(folder)[0]).toBeUndefined();
  });

  it('refuses what is too large, without reading it', () => {
    const large = file('large', '{}');
    truncateSync(large, 10 * MAX_STATE);
    expect(told(large)).toEqual([undefined, [`${large} was not read: it is larger than any such file`]]);
  });

  it.runIf(me === 0)("shows nothing of root's files for a user's, whatever path leads to them", () => {
    const secret = file('secret.json', '{"secret":1}');
    mkdirSync(join(folder, 'home'));
    chownSync(join(folder, 'home'), 1000, 1000);
    symlinkSync(folder, join(folder, 'home', 'storage'));
    linkSync(secret, join(folder, 'home', 'hard.json'));
    for (const path of ['home/storage/secret.json', 'home/hard.json']) {
      gaps.clear();
      expect(told(join(folder, path), 1000)).toEqual([
        undefined,
        [`${folder}/${path} was not read: it belongs to another user`],
      ]);
    }
  });
});

describe('readJson', () => {
  it.each([['{"a":'], ['\0\0\0'], [''], ['not json']])('%j is damaged: a gap, not an error', (text) => {
    const path = file('damaged', text);
    expect(told(path)).toEqual([undefined, [`${path} is damaged: it is no JSON`]]);
  });

  it('survives JSON of any depth', () => {
    const path = file('deep', `${'['.repeat(400_000)}${']'.repeat(400_000)}`);
    expect(() => told(path)).not.toThrow();
  });
});

describe('listNames', () => {
  it('lists, and tells of what is no directory only when it is there and closed', () => {
    expect(listNames(folder, gaps)).toContain('plain');
    expect(listNames(join(folder, 'plain'), gaps)).toEqual([]);
    expect(listNames(join(folder, 'none'), gaps)).toEqual([]);
    expect([...gaps]).toEqual([]);
  });
});
