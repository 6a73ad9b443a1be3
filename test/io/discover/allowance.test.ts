/** That no user makes root read or tell without end. */
import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { limitUsers, MAX_GAPS_OF_USER, MAX_OF_USER } from '../../../src/io/discover/allowance.ts';
import { readDocker } from '../../../src/io/discover/docker.ts';
import { readLxc } from '../../../src/io/discover/machines.ts';
import { readPodman } from '../../../src/io/discover/podman.ts';
import type { StateReader } from '../../../src/io/discover/reader.ts';
import { makeProcess } from '../../core/containers/process.ts';

const USER = 1000;
const folder = mkdtempSync(join(tmpdir(), 'spc-allowance-'));
const told = new Set<string>();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => told.clear());

const TOO_MANY = `user ${USER}'s files of containers are too many: the rest was not read`;

describe('limitUsers', () => {
  it('lets each user spend so much, and root anything', () => {
    const { spend } = limitUsers(told);
    expect([MAX_OF_USER, 1].map((bytes) => spend?.(USER, bytes))).toEqual([true, false]);
    expect(spend?.(USER + 1, MAX_OF_USER)).toBe(true);
    expect([MAX_OF_USER, MAX_OF_USER].map((bytes) => spend?.(0, bytes))).toEqual([true, true]);
    expect([...told]).toEqual([TOO_MANY]);
  });

  it("tells of some of a user's damaged files, and of all of root's", () => {
    const gaps = limitUsers(told);
    for (let number = 0; number < 100; number++) gaps.add(`/home/${number}`, USER);
    expect(told.size).toBe(MAX_GAPS_OF_USER + 1);
    for (let number = 0; number < 100; number++) gaps.add(`/var/${number}`);
    expect(told.size).toBe(MAX_GAPS_OF_USER + 101);
  });
});

/** What a reader finds because of a user's process. */
function readFor(reader: StateReader, comm: string, ...argv: string[]) {
  const context = { users: [], homeOf: () => undefined, gaps: limitUsers(told) };
  const engine = makeProcess({ uid: USER, comm, argv });
  return reader({ ...context, engines: [engine] }).filter(({ owner }) => owner === USER);
}

const readConmon = (root: string) => {
  const words = ['--root', root].flatMap((word) => ['--exit-command-arg', word]);
  return readFor(readPodman, 'conmon', 'conmon', '-c', 'x', ...words);
};

describe.runIf(process.geteuid?.() === 0)("a user's monitor", () => {
  const roots = join(folder, 'roots');
  const users = join(folder, 'users');
  const id = (number: number) => number.toString(16).padStart(64, '0');
  mkdirSync(join(roots, 'overlay-containers'), { recursive: true });
  mkdirSync(join(roots, 'containers', id(1)), { recursive: true });
  writeFileSync(join(roots, 'containers', id(1), 'config.v2.json'), '{}');
  writeFileSync(join(roots, 'overlay-containers', 'containers.json'), '[]');
  mkdirSync(users);
  symlinkSync(join(roots, 'containers'), join(users, 'containers'));
  symlinkSync(join(roots, 'overlay-containers'), join(users, 'overlay-containers'));
  chownSync(users, USER, USER);

  it.each([roots, users])("gets nothing of root's listed or told that is named by %s", (path) => {
    expect(readConmon(path)).toEqual([]);
    expect(readFor(readDocker, 'dockerd', 'dockerd', '--data-root', path)).toEqual([]);
    expect(readFor(readLxc, 'lxc-start', `[lxc monitor] ${path} web`)).toEqual([]);
    expect([...told]).toEqual([]);
  });

  it('costs no more, however many containers are on file', () => {
    for (const driver of ['a', 'b', 'c']) {
      mkdirSync(join(users, `${driver}-containers`));
      const list = join(users, `${driver}-containers`, 'containers.json');
      writeFileSync(list, JSON.stringify(Array.from({ length: 5000 }, (_, number) => ({ id: id(number) }))));
      for (const path of [join(list, '..'), list]) chownSync(path, USER, USER);
    }
    const found = readConmon(users);
    expect(found.length).toBeGreaterThan(1000);
    expect(found.length).toBeLessThan(MAX_OF_USER / 1024);
    expect([...told]).toEqual([TOO_MANY]);
  });
});
