import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeDirectory, removeDirectory } from '../../../src/io/recorder/directory.ts';
import { openRecording } from '../../../src/io/recorder/recording.ts';
import { openDirectory } from '../../../src/io/recorder/session-files.ts';
import { removeSession } from '../../../src/io/recorder/sessions.ts';
import { bytesOf, END, FACTS, itemsOf, newName, record, removeAll } from './lab.ts';

afterAll(removeAll);

async function recorded(): Promise<string> {
  const name = newName();
  const recorder = record(name);
  await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from('one\n'), 1);
  await recorder.close(() => END);
  return name;
}

const RAW = 'strace-1.000001.raw';
const JOURNAL = 'journal.000001';

describe('a directory to record in', () => {
  it('is taken when it is empty, and closed to others', () => {
    const name = newName();
    mkdirSync(name, { mode: 0o777 });
    chmodSync(name, 0o777);
    makeDirectory(name).close();
    expect(execFileSync('stat', ['-c', '%a', name], { encoding: 'utf8' })).toBe('700\n');
  });

  it('is refused with anything in it', () => {
    const name = newName();
    mkdirSync(name);
    writeFileSync(`${name}/.hidden`, '');
    expect(() => makeDirectory(name)).toThrow(expect.objectContaining({ code: 'usage', why: 'it is not empty' }));
  });

  it('is refused when it is a link, or a file', () => {
    const [link, file] = [newName(), newName()];
    symlinkSync('/tmp', link);
    writeFileSync(file, '');
    for (const name of [link, file])
      expect(() => makeDirectory(name)).toThrow(
        expect.objectContaining({ code: 'system', why: 'it is no directory, or a symbolic link' }),
      );
  });

  it.runIf(process.geteuid?.() === 0)("is refused when it is another's", () => {
    const name = newName();
    mkdirSync(name);
    execFileSync('chown', ['12345', name]);
    expect(() => makeDirectory(name)).toThrow(expect.objectContaining({ why: 'it belongs to uid 12345' }));
  });

  it.runIf(process.geteuid?.() === 0)("is not made in another's", () => {
    const name = newName();
    mkdirSync(name);
    execFileSync('chown', ['12345', name]);
    expect(() => makeDirectory(`${name}/sub`)).toThrow(expect.objectContaining({ code: 'config' }));
    expect(readdirSync(name)).toEqual([]);
  });

  it('is made where everybody may make one', () => {
    const name = newName();
    mkdirSync(name);
    chmodSync(name, 0o1777);
    makeDirectory(`${name}/sub`).close();
    chmodSync(name, 0o777);
    expect(() => makeDirectory(`${name}/other`)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('cannot be made where there is none', () => {
    expect(() => makeDirectory(`${newName()}/a/b`)).toThrow(expect.objectContaining({ code: 'system' }));
    expect(() => makeDirectory('/etc/hostname/a/b')).toThrow(expect.objectContaining({ code: 'system' }));
  });

  it.each([0o777, 0o000])('has the same modes with umask %o', async (mask) => {
    const before = process.umask(mask);
    try {
      const name = newName();
      const recorder = record(name);
      recorder.put('inspect.json', '{}');
      await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from('x\n'), 1);
      recorder.update(FACTS);
      const modes = readdirSync(name).map((file) => statSync(`${name}/${file}`).mode & 0o777);
      expect(modes).toEqual(Array(5).fill(0o600));
      expect(statSync(name).mode & 0o777).toBe(0o700);
      await recorder.close(() => END);
    } finally {
      process.umask(before);
    }
  });

  it('stays the one that was made when its name becomes a link', async () => {
    const name = newName();
    const recorder = record(name);
    const elsewhere = newName();
    mkdirSync(elsewhere);
    renameSync(name, `${name}.moved`);
    symlinkSync(elsewhere, name);
    await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from('x\n'), 1);
    await recorder.close(() => END);
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(readdirSync(`${name}.moved`)).toContain(RAW);
  });
});

describe('a session directory of whoever', () => {
  it.each([RAW, JOURNAL, 'manifest.json'])('is refused when %s is a link', async (file) => {
    const name = await recorded();
    rmSync(`${name}/${file}`);
    symlinkSync('/etc/hostname', `${name}/${file}`);
    await expect(itemsOf(name)).rejects.toMatchObject({ code: 'bad-session', why: 'it is a symbolic link' });
  });

  it.each([RAW, JOURNAL, 'manifest.json'])('is refused when %s is a FIFO', async (file) => {
    const name = await recorded();
    rmSync(`${name}/${file}`);
    execFileSync('mkfifo', [`${name}/${file}`]);
    await expect(itemsOf(name)).rejects.toMatchObject({ code: 'bad-session', why: 'it is no regular file' });
  });

  it.each([
    ['["c",0,1,9007199254740991]', 'a chunk beyond all size'],
    ['["s",0,2,0,4096]', 'a file that is said to begin before the first ends'],
    [`${'["c",0,1,1]\n'.repeat(1000)}`, 'more chunks than bytes'],
    [
      '["e",0,1]\n["s",0,1,0,0]\n["c",0,1,4]\n["e",0,1]\n["s",0,2,4,0]\n["c",0,1,4]',
      'a stream that goes on after its end',
    ],
  ])('gives no byte twice, and none that is not there: %s', async (line) => {
    const name = await recorded();
    writeFileSync(`${name}/strace-1.000002.raw`, 'two\n');
    writeFileSync(`${name}/${JOURNAL}`, `["n",0,"strace-1","strace","strace",0]\n["s",0,1,0,0]\n${line}\n`);
    expect((await bytesOf(name)).length).toBeLessThanOrEqual(8);
  });

  it('is read beyond lines of its journal that make no sense', async () => {
    const name = await recorded();
    const head = '["n",0,"strace-1","strace","strace",0]\ngarbage\n["s",0,1,0,0]\n["c",0,1,2]\n';
    const tail = '\n["n",1,"../../../etc/passwd","strace","strace",0]\n["c",0,3,2]\n["c",0,4';
    writeFileSync(`${name}/${JOURNAL}`, head + tail);
    const items = await itemsOf(name);
    expect(items.map((item) => ('at' in item ? [item.kind, item.at] : [item.kind]))).toEqual([
      ['stream'],
      ['unreadable'],
      ['bytes', 1],
      ['bytes', 3],
      ['unreadable'],
    ]);
    expect(items[1]).toEqual({ kind: 'unreadable', journal: JOURNAL, lines: 1 });
    expect(items[4]).toEqual({ kind: 'unreadable', journal: JOURNAL, lines: 2 });
    expect((await bytesOf(name)).toString()).toBe('one\n');
  });

  const gone = { kind: 'missing', name: 'strace-1', tracer: 'strace', bytes: 4 };

  it.each([
    ['', [gone]],
    ['["s",0,1,0,0]\n["c",0,1,2]\n["c",0,1,2]\n', [{ kind: 'unknown', id: 0 }, gone]],
    ['["n",0,"strace-1","strace","strace",0]\n["c",0,1,2]\n', [gone]],
    ['["n",0,"other","strace","strace",0]\n', [gone]],
  ])('gives what its manifest tells of and %j does not as missing', async (journal, items) => {
    const name = await recorded();
    writeFileSync(`${name}/${JOURNAL}`, journal);
    expect((await itemsOf(name)).filter(({ kind }) => kind !== 'stream')).toEqual(items);
  });

  it.each([
    ['{', 'damaged'],
    ['[]', 'damaged'],
    ['{"schema":1}', 'damaged'],
    ['{"schema":2,"eventSchema":1}', 'newer spc'],
    ['{"schema":1,"eventSchema":2}', 'newer spc'],
  ])('is refused with the manifest %s', async (manifest, what) => {
    const name = await recorded();
    writeFileSync(`${name}/manifest.json`, manifest);
    await expect(openRecording(name)).rejects.toMatchObject({
      code: 'bad-session',
      message: expect.stringContaining(what),
    });
  });

  it('is refused without a journal, and when it is no directory', async () => {
    const name = await recorded();
    rmSync(`${name}/${JOURNAL}`);
    await expect(openRecording(name)).rejects.toMatchObject({ code: 'bad-session' });
    await expect(openRecording('/etc/hostname')).rejects.toMatchObject({ code: 'bad-session' });
    await expect(openRecording('/nonexistent')).rejects.toMatchObject({ code: 'bad-session' });
  });

  it('is not removed when it is none, or holds something else', async () => {
    const name = await recorded();
    writeFileSync(`${name}/precious`, '');
    await expect(removeSession(name)).rejects.toMatchObject({ code: 'bad-session', why: 'precious' });
    await expect(removeSession('/tmp')).rejects.toMatchObject({ code: 'bad-session' });
    rmSync(`${name}/precious`);
    expect(await removeSession(name)).toMatchObject({ state: 'complete' });
    expect(() => statSync(name)).toThrow('ENOENT');
  });

  it('is not removed with a directory in it, whatever its name', async () => {
    const name = await recorded();
    mkdirSync(`${name}/journal.000002`);
    writeFileSync(`${name}/journal.000002/precious`, '');
    await expect(removeSession(name)).rejects.toMatchObject({ code: 'bad-session', why: 'journal.000002' });
    expect(readdirSync(name)).toEqual(expect.arrayContaining(['manifest.json', RAW, JOURNAL]));
    expect(readdirSync(`${name}/journal.000002`)).toEqual(['precious']);
  });

  it.each(['', '/', '//'])('is not removed by a link (%j)', async (slash) => {
    const [name, link] = [await recorded(), newName()];
    symlinkSync(name, link);
    const why = 'it is no directory, or a symbolic link';
    await expect(removeSession(link + slash)).rejects.toMatchObject({ code: 'bad-session', why });
    expect((await bytesOf(name)).toString()).toBe('one\n');
    expect(await removeSession(name + slash)).toMatchObject({ directory: name });
  });

  it('is removed where it is by now, not what has its name', async () => {
    const name = await recorded();
    const held = openDirectory(name);
    renameSync(name, `${name}.moved`);
    mkdirSync(name);
    removeDirectory(held);
    held.close();
    expect(readdirSync(dirname(name))).toEqual(['session']);
  });

  it('is removed without what its files lead to', async () => {
    const [name, elsewhere] = [await recorded(), newName()];
    writeFileSync(elsewhere, 'precious');
    symlinkSync(elsewhere, `${name}/journal.000002`);
    await removeSession(name);
    expect(statSync(elsewhere).size).toBe(8);
  });
});
