import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findImage, listImages, loadImage, removeImage } from '../../src/io/image-store.ts';
import { moveTags } from '../../src/io/store/records.ts';
import { dockerArchive, type Entry } from './archives.ts';

let directory: string;
let archive: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spc-store-'));
  archive = join(directory, 'archive.tar');
  process.env['SPC_STORE'] = join(directory, 'store');
  process.env['SPC_RUN'] = join(directory, 'run');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const images = () => join(directory, 'store', 'images');
const rootfs = (id: string) => join(images(), id.slice(7), 'rootfs');
const inspect = (engine: string, reference: string) =>
  JSON.parse(execFileSync(engine, ['image', 'inspect', reference], { encoding: 'utf8' }))[0];

/** Loads an image of these layers and returns its root file system. */
async function unpack(...layers: Entry[][]): Promise<string> {
  const id = await dockerArchive(archive, layers);
  await loadImage(archive);
  return rootfs(id);
}

describe('archives of real engines', () => {
  it('docker save: ids, tags, labels and files are docker’s', async () => {
    execFileSync('docker', ['save', '-o', archive, 'localhost/spc-label', 'localhost/spc-bb']);
    const loaded = await loadImage(archive);
    for (const name of ['localhost/spc-label:latest', 'localhost/spc-bb:latest']) {
      const theirs = inspect('docker', name);
      const ours = loaded.find(({ tags }) => tags.includes(name));
      expect(ours).toMatchObject({
        id: theirs.Id,
        labels: theirs.Config.Labels,
        cmd: theirs.Config.Cmd,
        env: theirs.Config.Env,
      });
    }
  });

  it('unpacks what docker unpacks: names, modes, owners, times', async () => {
    execFileSync('docker', ['save', '-o', archive, 'localhost/spc-bb']);
    const [image] = await loadImage(archive);
    const container = execFileSync('docker', ['create', 'localhost/spc-bb'], { encoding: 'utf8' }).trim();
    const theirs = join(directory, 'theirs');
    mkdirSync(theirs);
    execFileSync('sh', ['-c', `docker export ${container} | tar -x -C ${theirs}`]);
    execFileSync('docker', ['rm', container]);
    // what docker puts into every container
    for (const path of [
      '.dockerenv',
      'dev',
      'proc',
      'sys',
      'etc/hosts',
      'etc/hostname',
      'etc/resolv.conf',
      'etc/mtab',
    ]) {
      rmSync(join(theirs, path), { recursive: true, force: true });
      rmSync(join(rootfs(image?.id ?? ''), path), { recursive: true, force: true });
    }
    const list = (root: string) =>
      execFileSync('find', ['.', '-mindepth', '2', '-printf', '%p %m %U %G %l %y %s\n'], {
        cwd: root,
        encoding: 'utf8',
      })
        .split('\n')
        .toSorted();
    expect(list(rootfs(image?.id ?? ''))).toEqual(list(theirs));
  });

  it('podman save as oci-archive, as a directory, and gzipped on standard input', async () => {
    execFileSync('podman', ['save', '-q', '--format', 'oci-archive', '-o', archive, 'localhost/spc-bb']);
    const theirs = `sha256:${inspect('podman', 'localhost/spc-bb').Id}`;
    const [fromArchive] = await loadImage(archive);
    expect(fromArchive).toMatchObject({ id: theirs, tags: ['localhost/spc-bb:latest'] });
    removeImage(theirs);
    const layout = join(directory, 'layout');
    mkdirSync(layout);
    execFileSync('tar', ['-xf', archive, '-C', layout]);
    expect((await loadImage(layout))[0]?.id).toBe(theirs);
    removeImage(theirs);
    writeFileSync(archive, gzipSync(readFileSync(archive)));
    expect((await loadImage(archive))[0]?.id).toBe(theirs);
  });
});

describe('layers', () => {
  it('remove and replace what lies below', async () => {
    const root = await unpack(
      [
        { name: 'a/gone', content: '1' },
        { name: 'a/kept', content: '2' },
        { name: 'd/x', content: '3' },
        { name: 'f', content: 'file' },
        { name: 'e/y', content: '' },
      ],
      [
        { name: 'a/.wh.gone' },
        { name: 'd/new', content: '4' },
        { name: 'd/.wh..wh..opq' },
        { name: 'f/', type: 'directory' },
        { name: 'e', type: 'symlink', linkname: 'a' },
      ],
    );
    expect(readdirSync(join(root, 'a'))).toEqual(['kept']);
    expect(readdirSync(join(root, 'd'))).toEqual(['new']);
    expect(lstatSync(join(root, 'f')).isDirectory()).toBe(true);
    expect(readlinkSync(join(root, 'e'))).toBe('a');
  });

  it('keep modes, owners, times and links', async () => {
    const root = await unpack([
      { name: 'bin/su', content: 'x', mode: 0o4755, uid: 0, gid: 7, mtime: new Date(1e12) },
      { name: 'bin/alias', type: 'link', linkname: 'bin/su' },
      { name: 'home/', type: 'directory', mode: 0o1777, uid: 5, gid: 6, mtime: new Date(2e12) },
      { name: 'home/f', content: '' },
      { name: 'pipe', type: 'fifo', mode: 0o600 },
      { name: 'dev/null', type: 'character-device', devmajor: 1, devminor: 3 },
    ]);
    const su = lstatSync(join(root, 'bin/su'));
    expect(su).toMatchObject({ mode: 0o104755, uid: 0, gid: 7, mtimeMs: 1e12, nlink: 2 });
    expect(lstatSync(join(root, 'home'))).toMatchObject({ mode: 0o041777, uid: 5, gid: 6, mtimeMs: 2e12 });
    expect(lstatSync(join(root, 'pipe')).isFIFO()).toBe(true);
    expect(existsSync(join(root, 'dev/null'))).toBe(false);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('may be %s', async (_name, compress) => {
    const id = await dockerArchive(archive, [[{ name: 'f', content: 'x' }]], { compress });
    await loadImage(archive);
    expect(readFileSync(join(rootfs(id), 'f'), 'utf8')).toBe('x');
  });
});

describe('the store', () => {
  it('finds an image by id, its beginning, and its names', async () => {
    execFileSync('docker', ['save', '-o', archive, 'localhost/spc-bb']);
    const [image] = await loadImage(archive);
    const id = image?.id ?? '';
    for (const reference of [
      id,
      id.slice(7),
      id.slice(7, 11),
      'localhost/spc-bb',
      'spc-bb',
      'spc-bb:latest',
      `spc-bb@${id}`,
    ]) {
      expect(findImage(reference)?.id, reference).toBe(id);
    }
    for (const reference of ['spc', 'spc-bb:other', id.slice(7, 10), 'bb', '', `sha256:${'0'.repeat(64)}`]) {
      expect(findImage(reference), reference).toBeUndefined();
    }
  });

  it('moves a tag to the image that comes with it', async () => {
    const first = await dockerArchive(archive, [[{ name: 'a', content: '' }]]);
    await loadImage(archive);
    const second = await dockerArchive(archive, [[{ name: 'b', content: '' }]]);
    await loadImage(archive);
    expect(findImage('made:up')?.id).toBe(second);
    expect(findImage(first)?.tags).toEqual([]);
  });

  it('removes a name first, then the image', async () => {
    const id = await dockerArchive(archive, [[{ name: 'a', content: '' }]]);
    await loadImage(archive);
    moveTags(id, ['second:latest']);
    expect(removeImage('made:up')).toBe('untagged: made:up');
    expect(removeImage('second')).toBe(`deleted: ${id}`);
    expect(listImages()).toEqual([]);
    expect(readdirSync(images())).toEqual([]);
    expect(() => removeImage('second')).toThrow(expect.objectContaining({ code: 'no-image' }));
  });

  it('takes a label by any name', async () => {
    const labels = JSON.parse('{"__proto__":"p","constructor":"c","RUN":"r"}');
    const id = await dockerArchive(archive, [[{ name: 'a', content: '' }]], { labels });
    await loadImage(archive);
    expect(Object.entries(findImage(id)?.labels ?? {})).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['RUN', 'r'],
    ]);
  });

  it('clears away what a killed load left, and spares a running one', async () => {
    mkdirSync(join(images(), '.loading-999999999-1-abc'), { recursive: true });
    mkdirSync(join(images(), `.loading-${process.pid}-${startTime()}-abc`));
    await dockerArchive(archive, [[{ name: 'a', content: '' }]]);
    await loadImage(archive);
    expect(readdirSync(images()).filter((name) => name.startsWith('.'))).toEqual([
      `.loading-${process.pid}-${startTime()}-abc`,
    ]);
  });
});

function startTime(): string {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
