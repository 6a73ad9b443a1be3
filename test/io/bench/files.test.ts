import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, lookAt, readNames } from '../../../src/io/bench/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-files-'));
const me = process.getuid?.() ?? 0;
const at = (name: string) => join(folder, name);
const ground: Ground = { names: readNames(), trusted: [me], mounts: [] };
const asRoot = it.skipIf(me !== 0);

beforeAll(() => {
  writeFileSync(at('plain'), '');
  chmodSync(at('plain'), 0o4641);
  mkdirSync(at('folder'), { mode: 0o750 });
  writeFileSync(at('folder/inner'), '', { mode: 0o600 });
  symlinkSync('folder/inner', at('link'));
  symlinkSync(at('folder'), at('absolute'));
  symlinkSync('loop', at('loop'));
  symlinkSync('nowhere', at('dangling'));
  symlinkSync('/etc/passwd', at('strangers'));
  if (me === 0) lchownSync(at('strangers'), 4242, 4242);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('tells mode and owner by number and by name', () =>
  expect(lookAt(at('plain'), ground)).toMatchObject({
    state: 'present',
    type: 'file',
    mode: 0o4641,
    uid: me,
    owner: me === 0 ? 'root' : expect.any(String),
    real: at('plain'),
  }));

it.each(['link', 'absolute/inner', 'folder/../link', './/folder/./inner'])('follows %s to what it is', (path) =>
  expect(lookAt(`${folder}/${path}`, ground)).toMatchObject({ mode: 0o600, real: at('folder/inner') }),
);

it('tells folders from files', () =>
  expect(lookAt(at('absolute'), ground)).toMatchObject({ type: 'directory', mode: 0o750 }));

it('what is not there is absent, and so is what a link leads nowhere to', () => {
  for (const name of ['nope', 'dangling', 'plain/below', 'nope/below'])
    expect(lookAt(at(name), ground)).toEqual({ state: 'absent' });
});

it('does not follow a circle', () =>
  expect(lookAt(at('loop'), ground)).toEqual({ state: 'unreadable', cause: 'its links lead in a circle' }));

asRoot('does not follow what a stranger made', () => {
  expect(lookAt(at('strangers'), ground)).toEqual({
    state: 'unreadable',
    cause: expect.stringContaining('is a link that user 4242 made: it is not followed'),
  });
  const trusting = { ...ground, trusted: [0, 4242] };
  expect(lookAt(at('strangers'), trusting)).toMatchObject({ state: 'present', real: '/etc/passwd' });
});

it('does not touch what a server answers for', () => {
  const mount = {
    id: 1,
    parent: 0,
    device: '0:1',
    root: '/',
    options: [],
    propagation: [],
    source: '',
    superOptions: [],
  };
  const mounts = [{ ...mount, mountPoint: at('folder'), type: 'fuse.sshfs' }];
  const cause = `${at('folder')} is fuse.sshfs, whose server may never answer`;
  expect(lookAt(at('folder/inner'), { ...ground, mounts })).toEqual({ state: 'unreadable', cause });
  expect(lookAt(at('link'), { ...ground, mounts })).toEqual({ state: 'unreadable', cause });
  expect(lookAt(at('plain'), { ...ground, mounts })).toMatchObject({ state: 'present' });
});

it('an id without a name has none', () => {
  const names = { users: new Map(), groups: new Map() };
  expect(lookAt(at('plain'), { ...ground, names })).toMatchObject({ owner: '', group: '' });
});

asRoot('names groups, too', () => {
  chownSync(at('folder/inner'), 0, 4);
  expect(lookAt(at('folder/inner'), ground)).toMatchObject({ gid: 4, group: readNames().groups.get(4) ?? '' });
});

describe('a socket', () => {
  const server = createServer();
  beforeAll(() => new Promise<void>((resolve) => server.listen(at('socket'), resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  it('is one', () => expect(lookAt(at('socket'), ground)).toMatchObject({ type: 'socket' }));
});
