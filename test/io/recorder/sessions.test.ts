import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportSession } from '../../../src/io/recorder/export.ts';
import { sessionPath, storeSize } from '../../../src/io/recorder/sessions.ts';
import { END, FACTS, newName, record, removeAll } from './lab.ts';

const { SPC_STORE: before = '' } = process.env;
let store: string;

beforeEach(() => {
  store = newName();
  mkdirSync(`${store}/sessions/web`, { recursive: true });
  process.env['SPC_STORE'] = store;
});
afterEach(() => {
  process.env['SPC_STORE'] = before;
});
afterAll(removeAll);

describe('the name of a session', () => {
  it.each(['.', '..', './web', '/tmp/web', 'elsewhere'])('%j is a path', (name) => {
    expect(sessionPath(name)).toBe(name);
  });

  it.each(['web', 'last'])('%j is one that is kept', (name) => {
    expect(sessionPath(name)).toBe(`${store}/sessions/web`);
  });

  it('is not empty', () => {
    expect(() => sessionPath('')).toThrow(expect.objectContaining({ code: 'bad-session' }));
  });
});

it('the size of all that is kept is that of the files of every session', () => {
  mkdirSync(`${store}/sessions/db`);
  for (const name of ['web', 'db']) writeFileSync(`${store}/sessions/${name}/reserve`, Buffer.alloc(1000));
  expect(storeSize()).toBe(2000);
});

describe('an archive', () => {
  async function large(): Promise<string> {
    const name = newName();
    const recorder = record(name);
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    for (let i = 0; i < 20; i++) await stream.write(Buffer.alloc(100_000, 'x\n'), i);
    await recorder.close(() => END);
    return name;
  }

  it.each([0, 3, 20])('that there is no room for after %d writes fails, once', async (room) => {
    let writes = 0;
    const write = (_: unknown, __: unknown, done: (error?: Error) => void) =>
      void setImmediate(done, ++writes > room ? new Error('no room') : undefined);
    const exported = exportSession(await large(), undefined, new Writable({ write }));
    await expect(exported).rejects.toMatchObject({ code: 'system', why: 'no room' });
    await setTimeout(50); // what is not handled ends this process
  });

  it.each(['journal.000001', 'inspect.json', 'strace-1.000001.raw', 'other.000001.raw'])(
    'has no %s that is larger than it can be',
    async (file) => {
      const [session, folder] = [await large(), newName()];
      mkdirSync(folder);
      writeFileSync(`${session}/${file}`, '', { flag: 'a' });
      truncateSync(`${session}/${file}`, file.endsWith('.raw') ? 3_000_000 : 20e9);
      const exported = exportSession(session, `${folder}/a.tar`, new PassThrough());
      await expect(exported).rejects.toMatchObject({ code: 'bad-session', why: expect.stringContaining('more than') });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('of a record that has no end yet is beyond what its manifest says', async () => {
    const name = newName();
    const recorder = record(name);
    recorder.update(FACTS);
    await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.alloc(100_000, 'x\n'), 1);
    await vi.waitUntil(() => statSync(`${name}/strace-1.000001.raw`).size === 100_000);
    const stdout = new PassThrough().resume();
    await exportSession(name, undefined, stdout);
    await recorder.close(() => END);
  });

  it('that has nowhere to go any more fails, once', async () => {
    const to = new PassThrough().on('error', () => {});
    to.destroy(new Error('closed'));
    await expect(exportSession(await large(), undefined, to)).rejects.toMatchObject({ code: 'system' });
    await setTimeout(50);
  });

  it('that breaks off does not stay', async () => {
    const [session, folder] = [await large(), newName()];
    mkdirSync(folder);
    // no regular file, and it sorts last
    rmSync(`${session}/strace-1.000001.raw`);
    mkdirSync(`${session}/strace-1.000001.raw`);
    const exported = exportSession(session, `${folder}/a.tar`, new PassThrough());
    await expect(exported).rejects.toMatchObject({ code: 'bad-session' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
