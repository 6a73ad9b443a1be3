import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/types.ts';
import { listBuiltin } from '../../src/io/builtin.ts';
import { findImage, listImages } from '../../src/io/image-store.ts';
import { makeWorld, run, type World } from './builtin-world.ts';

let world: World;
let image: Image;

beforeAll(async () => {
  world = await makeWorld();
  image = world.image;
});
afterAll(() => world.end());

const imageFile = (name: string) => join(world.directory, 'store', 'images', image.id.slice(7), name);

describe('a store', () => {
  /** Points a variable to a folder for the time of a call. */
  function at<T>(variable: string, folder: string, act: () => T): T {
    const before = process.env[variable];
    process.env[variable] = folder;
    try {
      return act();
    } finally {
      process.env[variable] = before;
    }
  }

  it.each<[string, string, () => unknown[]]>([
    ['SPC_STORE', 'images', listImages],
    ['SPC_RUN', 'containers', listBuiltin],
  ])('%s is refused when others could have filled it', (variable, below, list) => {
    const owned = join(world.directory, `owned-${below}`);
    mkdirSync(join(owned, below), { recursive: true });
    chownSync(owned, 65534, 65534);
    expect(() => at(variable, owned, list)).toThrow(expect.objectContaining({ code: 'config' }));
    chownSync(owned, 0, 0);
    chmodSync(owned, 0o777);
    expect(() => at(variable, owned, list)).toThrow(expect.objectContaining({ code: 'config' }));
    chmodSync(owned, 0o755);
    expect(at(variable, owned, list)).toEqual([]);
  });

  it('is refused where others may make it first', () => {
    const absent = join(tmpdir(), 'spc-absent-store');
    expect(existsSync(absent)).toBe(false);
    expect(() => at('SPC_STORE', absent, listImages)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('that cannot be read is not an empty one', () => {
    const closed = join(world.directory, 'closed');
    mkdirSync(join(closed, 'images'), { recursive: true });
    chmodSync(world.directory, 0o755);
    chmodSync(join(closed, 'images'), 0o700);
    const list = () => at('SPC_STORE', closed, listImages);
    process.seteuid?.(65534);
    try {
      expect(list).toThrow(expect.objectContaining({ code: 'no-root' }));
    } finally {
      process.seteuid?.(0);
    }
  });

  it('has no image whose config was changed', () => {
    const config = readFileSync(imageFile('config.json'));
    writeFileSync(imageFile('config.json'), `${config} `);
    expect(findImage('localhost/spc-bb')).toBeUndefined();
    writeFileSync(imageFile('config.json'), config);
    expect(findImage('localhost/spc-bb')?.id).toBe(image.id);
  });
});

describe('the user files of an image', () => {
  const passwd = () => imageFile('rootfs/etc/passwd');
  const line = 'worker:x:4321:4321::/:/bin/sh\n';
  const who = (...words: string[]) => run(image, ['user=worker', ...words], 'id', '-u');

  it.each(['/proc/kmsg', '/proc/self/status', '/dev/zero', '/nowhere'])('lead nowhere by a link to %s', async (to) => {
    rmSync(passwd(), { force: true });
    symlinkSync(to, passwd());
    await expect(who()).rejects.toThrow('no user worker in the image');
    rmSync(passwd());
  });

  it('lead to no file of the host', async () => {
    const host = join(world.directory, 'passwd');
    writeFileSync(host, line);
    rmSync(passwd(), { force: true });
    symlinkSync('/mnt/passwd', passwd());
    await expect(who(`volume=${world.directory}:/mnt`)).rejects.toThrow('no user worker in the image');
    rmSync(passwd());
    writeFileSync(passwd(), '');
    expect((await who(`volume=${host}:/etc/passwd`)).stdout).toBe('4321\n'); // bound there by whoever runs it
  });

  it('may be a link within the image', async () => {
    rmSync(passwd());
    writeFileSync(imageFile('rootfs/users'), line);
    symlinkSync('/users', passwd());
    expect((await who()).stdout).toBe('4321\n');
  });

  it('of unlikely size are not read', async () => {
    rmSync(passwd());
    writeFileSync(passwd(), line + '#'.repeat(1024 * 1024));
    await expect(who()).rejects.toThrow('no user worker in the image');
  });
});

it('a container starts from a working directory that is gone', () => {
  const gone = mkdtempSync(join(tmpdir(), 'spc-gone-'));
  const runner = join(import.meta.dirname, 'builtin-runner.ts');
  const script = 'rmdir "$PWD"; exec "$@"';
  const words = ['-c', script, 'sh', process.execPath, runner, '[]', 'echo', 'inside'];
  const { stdout, stderr } = spawnSync('/bin/sh', words, { cwd: gone, encoding: 'utf8' });
  expect(stdout + stderr).toContain('inside');
});
