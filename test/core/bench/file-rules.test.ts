import { describe, expect, it } from 'vitest';
import { judgeFiles, modeWithin, octal, ownedByRoot } from '../../../src/core/bench/file-rules.ts';
import type { FileEvidence } from '../../../src/core/bench/types.ts';
import { DOCKER, fileIs, ROOTLESS, unreadable, without } from './evidence.ts';

type Present = Extract<FileEvidence, { state: 'present' }>;

const FILE: Present = {
  state: 'present',
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  owner: 'root',
  group: 'root',
  real: '/f',
};

describe('modes', () => {
  // compared as numbers, 622, 570 and 604 would be within 644, and 4644 and 1644 would not
  it.each([
    [0o644, 0o644, true],
    [0o600, 0o644, true],
    [0o000, 0o644, true],
    [0o622, 0o644, false],
    [0o570, 0o644, false],
    [0o645, 0o644, false],
    [0o604, 0o644, true],
    [0o444, 0o444, true],
    [0o440, 0o444, true],
    [0o600, 0o444, false],
    [0o222, 0o444, false],
    [0o660, 0o660, true],
    [0o606, 0o660, false],
    [0o400, 0o400, true],
    [0o440, 0o400, false],
    [0o1755, 0o755, true],
    [0o2755, 0o755, true],
  ])('%i within %i: %s', (mode, most, within) =>
    expect(modeWithin(most)({ ...FILE, mode }, DOCKER) === '').toBe(within),
  );

  it('are written with four digits', () => expect([0o644, 0o4755, 0].map(octal)).toEqual(['0644', '4755', '0000']));
});

describe('owners', () => {
  it.each<[string, Partial<Present>, boolean]>([
    ['root:root', {}, true],
    ['a user', { uid: 1000 }, false],
    ['a group', { gid: 1000 }, false],
    ['the group docker', { gid: 999, group: 'docker' }, false],
    ['a user who is called root', { uid: 1000, owner: 'root' }, false],
  ])('%s', (_, over, fine) => expect(ownedByRoot()({ ...FILE, ...over }, DOCKER) === '').toBe(fine));

  it('a group may be allowed', () => {
    expect(ownedByRoot('docker')({ ...FILE, gid: 999, group: 'docker' }, DOCKER)).toBe('');
    expect(ownedByRoot('docker')({ ...FILE, gid: 998, group: 'users' }, DOCKER)).toBe('owned by root:users');
  });

  it("are the user's own for a rootless engine, and for no other", () => {
    const own = { ...FILE, uid: 1000, gid: 1000, owner: '', group: '' };
    expect(ownedByRoot()(own, ROOTLESS)).toBe('');
    expect(ownedByRoot()(own, DOCKER)).toBe('owned by 1000:1000');
    expect(ownedByRoot()({ ...own, uid: 1001 }, ROOTLESS)).not.toBe('');
  });
});

describe('several files', () => {
  const PATHS = { paths: ['/etc/docker', '/etc/docker/daemon.json'] };
  const judged = (change: (evidence: typeof DOCKER) => typeof DOCKER) =>
    judgeFiles(change(DOCKER), PATHS, modeWithin(0o755));

  it('one that is wrong is named, although another cannot be seen', () =>
    expect(
      judged((host) => unreadable('/etc/docker')(fileIs('/etc/docker/daemon.json', { mode: 0o666 })(host))),
    ).toMatchObject({
      state: 'fail',
      items: [{ kind: 'file', name: '/etc/docker/daemon.json' }],
    }));

  it('one that cannot be seen is an error, although the other is right', () =>
    expect(judged(unreadable('/etc/docker'))).toMatchObject({ state: 'error', detail: '/etc/docker: EACCES' }));

  it('one that is not there does not matter', () => expect(judged(without('/etc/docker')).state).toBe('pass'));
});
