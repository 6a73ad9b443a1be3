import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, type Header } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Archive, writeDockerArchive } from '../../src/io/docker-archive.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-archive-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A small tree, its files made in the order given: directories then list them differently. */
function tree(name: string, order: string[], mtime: number): string {
  const root = join(dir, name);
  mkdirSync(join(root, 'bin'), { recursive: true });
  for (const file of order) {
    const path = join(root, 'bin', file);
    writeFileSync(path, file);
    utimesSync(path, mtime, mtime);
  }
  chmodSync(join(root, 'bin', 'b'), 0o4755);
  symlinkSync('bin/b', join(root, 'link'));
  linkSync(join(root, 'bin/a'), join(root, 'bin/hard'));
  return root;
}

const IMAGE = { tag: 'localhost/t:1', cmd: ['sh'], env: {}, labels: { l: '1' } };

async function write(root: string, output: string): Promise<Archive> {
  const parts = mkdtempSync(join(dir, 'parts-'));
  const request = { root, parts, output, image: IMAGE, architecture: 'amd64', epoch: 1234567890, comment: 'c' };
  const steps = writeDockerArchive(request, { log: join(dir, 'log') });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

async function entries(bytes: Buffer): Promise<Map<string, { header: Header; body: Buffer }>> {
  const found = new Map<string, { header: Header; body: Buffer }>();
  const reader = extract();
  reader.end(bytes);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.set(entry.header.name, { header: entry.header, body: Buffer.concat(chunks) });
  }
  return found;
}

test('the same tree gives the same bytes, whenever and in whatever order it was made', async () => {
  const [one, two] = [join(dir, '1.tar'), join(dir, '2.tar')];
  const first = await write(tree('x', ['a', 'b', 'c'], 1000), one);
  const second = await write(tree('y', ['c', 'b', 'a'], 2000), two);
  expect(second.id).toBe(first.id);
  expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
  const changed = tree('z', ['a', 'b', 'c'], 1000);
  writeFileSync(join(changed, 'bin/a'), 'A');
  expect((await write(changed, two)).id).not.toBe(first.id);
});

test('names are in order, not in that of the directory', async () => {
  const names = [...'qwertyuiopasdfghjklzxcvbnm'];
  const { path } = await write(tree('x', names, 1000), join(dir, '1.tar'));
  const layer = (await entries(readFileSync(path))).get('layer.tar')?.body ?? Buffer.alloc(0);
  const files = [...(await entries(layer)).keys()].filter((name) => name.startsWith('./bin/'));
  expect(files).toEqual(['./bin/', ...[...names, 'hard'].toSorted().map((name) => `./bin/${name}`)]);
});

test('is a docker-archive whose id is the digest of its config', async () => {
  const { path, id, size } = await write(tree('x', ['a', 'b'], 1000), join(dir, '1.tar'));
  const files = await entries(readFileSync(path));
  const body = (name: string) => files.get(name)?.body ?? Buffer.alloc(0);
  const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const [manifest] = JSON.parse(body('manifest.json').toString());
  expect(manifest.RepoTags).toEqual(['localhost/t:1']);
  expect(digest(body(manifest.Config))).toBe(id);
  const layer = body(manifest.Layers[0]);
  expect(JSON.parse(body(manifest.Config).toString()).rootfs.diff_ids).toEqual([digest(layer)]);
  expect(layer).toHaveLength(size);

  const inside = await entries(layer);
  expect(inside.get('./bin/b')?.header).toMatchObject({ mode: 0o4755, uid: process.getuid?.(), size: 1 });
  expect(inside.get('./link')?.header).toMatchObject({ type: 'symlink', linkname: 'bin/b' });
  expect([...inside.values()].map(({ header }) => header.mtime?.getTime())).toEqual(
    [...inside].map(() => 1234567890000),
  );
});

test('replaces a link of the output’s name and leaves what it points to', async () => {
  const precious = join(dir, 'precious');
  writeFileSync(precious, 'p');
  symlinkSync(precious, join(dir, 'out.tar'));
  await write(tree('x', ['a', 'b'], 1000), join(dir, 'out.tar'));
  expect(readFileSync(precious, 'utf8')).toBe('p');
});
