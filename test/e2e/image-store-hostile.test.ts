import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadImage } from '../../src/io/image-store.ts';
import { dockerArchive, type Entry } from './archives.ts';

let directory: string;
let archive: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spc-store-'));
  archive = join(directory, 'archive.tar');
  process.env['SPC_STORE'] = join(directory, 'store');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const images = () => join(directory, 'store', 'images');
const rootfs = (id: string) => join(images(), id.slice(7), 'rootfs');

describe('a hostile archive is refused, and leaves nothing', () => {
  const refused = async () => {
    await expect(loadImage(archive)).rejects.toMatchObject({ code: 'bad-archive' });
    expect(readdirSync(images())).toEqual([]);
    expect(readdirSync(directory).toSorted()).toEqual(['archive.tar', 'store']);
  };

  it.each<[string, Entry[]]>([
    ['an absolute name', [{ name: '/etc/spc-evil', content: 'x' }]],
    ['a name with ..', [{ name: '../../../spc-evil', content: 'x' }]],
    ['a name with .. in its middle', [{ name: 'a/../../spc-evil', content: 'x' }]],
    ['a hard link out', [{ name: 'l', type: 'link', linkname: '../../../../../../etc/passwd' }]],
    ['a whiteout of ..', [{ name: 'a/.wh...', content: '' }]],
    ['a device node', [{ name: 'sda', type: 'block-device', devmajor: 8, devminor: 0 }]],
    [
      'a file below a file',
      [
        { name: 'a', content: '' },
        { name: 'a/b', content: '' },
      ],
    ],
  ])('%s', async (_name, entries) => {
    await dockerArchive(archive, [[{ name: 'etc/', type: 'directory' }, ...entries]]);
    await refused();
    expect(existsSync('/etc/spc-evil')).toBe(false);
  });

  it.each<[string, Parameters<typeof dockerArchive>[2]]>([
    ['a layer of another digest', { diffIds: [`sha256:${'0'.repeat(64)}`] }],
    ['fewer layers than it says', { diffIds: [] }],
    ['a digest that is a path', { diffIds: ['sha256:../../x'] }],
    ['a config that is no object', { config: '[]' }],
    ['a config of 5 MiB', { config: JSON.stringify({ x: 'a'.repeat(5 * 1024 * 1024) }) }],
    ['a config of great depth', { config: '['.repeat(1_000_000) }],
    ['a label that is an object', { config: '{"config":{"Labels":{"a":{}}},"rootfs":{"diff_ids":[]}}' }],
    [
      'a manifest that names a file outside',
      { manifest: '[{"Config":"../../../../etc/passwd","RepoTags":[],"Layers":[]}]' },
    ],
    ['a manifest of nothing', { manifest: '[]' }],
    ['a manifest that is no JSON', { manifest: '{' }],
  ])('%s', async (_name, changes) => {
    await dockerArchive(archive, [[{ name: 'f', content: 'x' }]], changes);
    await refused();
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.alloc(100_000, 'noise')],
    ['broken gzip', Buffer.concat([Buffer.from('1f8b0800', 'hex'), Buffer.alloc(100, 7)])],
    ['xz', Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(100)])],
  ])('%s', async (_name, bytes) => {
    writeFileSync(archive, bytes);
    await refused();
  });

  it('cut short', async () => {
    await dockerArchive(archive, [[{ name: 'f', content: 'x'.repeat(5000) }]]);
    writeFileSync(archive, readFileSync(archive).subarray(0, 3000));
    await refused();
  });
});

describe('links in a hostile layer', () => {
  it.each(['/', '../../../../../../../../..', '/proc/1/root'])(
    'to %s lead nowhere but into the image',
    async (target) => {
      const outside = join(directory, 'outside');
      mkdirSync(outside);
      const id = await dockerArchive(archive, [
        [{ name: 'out', type: 'symlink', linkname: target }],
        [{ name: `out${outside}/evil`, content: 'x' }, { name: `out${outside}/.wh.mine` }],
      ]);
      writeFileSync(join(outside, 'mine'), 'stays');
      await loadImage(archive).catch(() => {});
      expect(readdirSync(outside)).toEqual(['mine']);
      if (target.startsWith('/proc')) return;
      expect(readFileSync(join(rootfs(id), outside, 'evil'), 'utf8')).toBe('x');
    },
  );
});
