import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { MAX_STREAMS } from '../../../src/core/session/journal.ts';
import { makeDirectory } from '../../../src/io/recorder/directory.ts';
import { Journal } from '../../../src/io/recorder/journal.ts';
import type { RecordLimits } from '../../../src/io/recorder/recorder.ts';
import { openRecording } from '../../../src/io/recorder/recording.ts';
import { Shelf } from '../../../src/io/recorder/shelf.ts';
import { Writer } from '../../../src/io/recorder/writer.ts';
import { bytesOf, END, FACTS, itemsOf, newName, record, removeAll } from './lab.ts';

afterAll(removeAll);

/** Lines of 100 bytes that tell their number. */
const lines = (from: number, count: number) =>
  Buffer.from(Array.from({ length: count }, (_, i) => `${String(from + i).padEnd(99, '.')}\n`).join(''));

/** No process has it: more than PID_MAX_LIMIT (proc_sys_kernel(5)). */
const GONE = 2 ** 22 + 1;

const openFiles = () => readdirSync('/proc/self/fd').length;

const rawFiles = (name: string) => readdirSync(name).filter((file) => file.endsWith('.raw'));

describe('a record', () => {
  it('gives back what came, in the order it came, over all streams', async () => {
    const name = newName();
    const recorder = record(name);
    const out = recorder.stream('strace-1', 'strace', 'strace');
    recorder.task(42, 1);
    await out.write(Buffer.from('one\ntw'), 5);
    const notes = recorder.stream('strace-1-notes', 'strace', 'strace-notes');
    await notes.write(Buffer.from('note\n'), 4);
    recorder.address('10.0.0.2', 'db');
    await out.write(Buffer.from('o\n'), 6);
    out.end(8);
    await recorder.close(() => END);
    expect(await itemsOf(name)).toEqual([
      { kind: 'stream', id: 0, name: 'strace-1', tracer: 'strace', format: 'strace', offset: 0 },
      { kind: 'task', pid: 42, nsPid: 1 },
      { kind: 'bytes', id: 0, at: 5, bytes: Buffer.from('one\ntw') },
      { kind: 'stream', id: 1, name: 'strace-1-notes', tracer: 'strace', format: 'strace-notes', offset: 0 },
      { kind: 'bytes', id: 1, at: 4, bytes: Buffer.from('note\n') },
      { kind: 'address', address: '10.0.0.2', name: 'db' },
      { kind: 'bytes', id: 0, at: 6, bytes: Buffer.from('o\n') },
      { kind: 'end', id: 0, at: 8 },
    ]);
  });

  it('is for its owner only, and leaves nothing but its files', async () => {
    const name = newName();
    const recorder = record(name);
    recorder.put('inspect.json', '{}');
    await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from('x\n'), 1);
    recorder.update(FACTS);
    await recorder.close(() => END);
    expect(statSync(name).mode & 0o777).toBe(0o700);
    const files = readdirSync(name).sort();
    expect(files).toEqual(['inspect.json', 'journal.000001', 'manifest.json', 'strace-1.000001.raw']);
    for (const file of files) expect(statSync(`${name}/${file}`).mode & 0o777).toBe(0o600);
  });

  it('is on disk soon, without an end', async () => {
    const name = newName();
    const recorder = record(name);
    recorder.update(FACTS);
    await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from('x\n'), 1);
    const told = () => readFileSync(`${name}/journal.000001`, 'utf8').includes('["c"');
    for (let tries = 0; tries < 100 && !told(); tries++) await setTimeout(50);
    expect(await bytesOf(name)).toEqual(Buffer.from('x\n'));
    await recorder.close(() => END);
  });

  it('tells what became known of a stream, when it did', async () => {
    const name = newName();
    const recorder = record(name);
    const facts: { interfaces?: Record<string, string> } = {};
    const stream = recorder.stream('tcpdump-1', 'tcpdump', 'pcap', facts);
    await stream.write(Buffer.from('a'), 1);
    facts.interfaces = { 2: 'eth0' };
    await stream.write(Buffer.from('b'), 2);
    await stream.write(Buffer.from('c'), 3);
    await recorder.close(() => END);
    const kinds = (await itemsOf(name)).map(({ kind }) => kind);
    expect(kinds).toEqual(['stream', 'bytes', 'facts', 'bytes', 'bytes']);
  });

  it('takes no more into memory than the disk can follow', async () => {
    const recorder = record(newName());
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    const waits = [];
    for (let at = 0; at < 80; at++) waits.push(stream.write(lines(0, 1000), at));
    expect(waits.filter((wait) => wait !== undefined).length).toBeGreaterThan(0);
    await recorder.close(() => END);
  });
});

describe('a record that is too large', () => {
  it('drops the oldest files, cut between lines, and says so', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    // chunks end in the middle of lines
    const all = lines(0, 50_000);
    for (let at = 0; at < all.length; at += 7777) await stream.write(all.subarray(at, at + 7777), at);
    stream.end(all.length);
    await recorder.close(() => END);
    const sizes = readdirSync(name).map((file) => statSync(`${name}/${file}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1024 ** 2 + 100_000);
    for (const file of rawFiles(name)) expect(readFileSync(`${name}/${file}`).length % 100).toBe(0);

    const kept = (await bytesOf(name)).toString().trimEnd().split('\n');
    expect(kept.length).toBeGreaterThan(5000);
    expect(kept.map((line) => Number.parseInt(line, 10))).toEqual(kept.map((_, i) => 50_000 - kept.length + i));
    const missing = (await itemsOf(name)).filter(({ kind }) => kind === 'missing');
    expect(missing).toEqual([{ kind: 'missing', name: 'strace-1', tracer: 'strace', bytes: recorder.dropped }]);
    expect(recorder.dropped).toBe((50_000 - kept.length) * 100);
    const { manifest } = await openRecording(name);
    expect(manifest.losses).toMatchObject([{ tracer: 'strace', count: null }]);
    expect(manifest.streams[0]?.firstSegment).toBeGreaterThan(1);
  });

  it('still knows of processes and addresses what the dropped part told', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    recorder.task(process.pid, 1);
    recorder.task(process.ppid, 2);
    recorder.task(GONE, 3);
    recorder.forget(process.ppid);
    recorder.address('10.0.0.2', 'db');
    for (let i = 0; i < 500; i++) await stream.write(lines(i * 100, 100), i);
    await recorder.close(() => END);
    expect(readdirSync(name)).not.toContain('journal.000001');
    const items = await itemsOf(name);
    const known = new Set(items.flatMap((item) => (item.kind === 'known' ? [item.pid] : [])));
    expect(known).toEqual(new Set([process.pid]));
    expect(items).toContainEqual({ kind: 'address', address: '10.0.0.2', name: 'db' });
  });

  it('keeps what little another stream had to say', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const notes = recorder.stream('strace-1-notes', 'strace', 'strace-notes');
    await notes.write(Buffer.from('attach'), 0);
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    for (let i = 0; i < 500; i++) await stream.write(lines(i * 100, 100), i);
    await notes.write(Buffer.from('ed\n'), 600);
    await recorder.close(() => END);
    expect((await bytesOf(name, 0)).toString()).toBe('attached\n');
  });

  it('cuts even a line that has no end', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    for (let at = 0; at < 40; at++) await stream.write(Buffer.alloc(100_000, 'x'), at);
    await recorder.close(() => END);
    expect((await bytesOf(name)).length).toBeLessThan(1.1 * 1024 ** 2);
  });

  it('ends the session instead, when that was asked for', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2, onFull: 'stop' });
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    for (let i = 0; i < 200; i++) await stream.write(lines(i * 100, 100), i);
    expect(await recorder.full).toMatchObject({ status: 0, message: expect.stringContaining('1048576') });
    await recorder.close(() => END);
    const kept = await bytesOf(name);
    expect(kept.equals(lines(0, kept.length / 100))).toBe(true);
    expect(recorder.dropped).toBe(0);
  });
});

describe('a journal', () => {
  it('counts what it tells anew, not what it repeats', async () => {
    const name = newName();
    const directory = makeDirectory(name);
    const writer = new Writer(() => {});
    const journal = new Journal(new Shelf(directory.base, writer));
    for (let i = 0; i < 10_000; i++) journal.address(`10.0.${i >> 8}.${i & 255}`, 'db');
    expect(journal.bytes).toBeGreaterThan(200_000);
    journal.cut();
    expect(journal.bytes).toBe(0);
    journal.write({ kind: 'end', id: 1, at: 2 });
    expect(journal.bytes).toBe(10);
    await writer.flush();
    directory.close();
  });
});

describe('a record of very many streams', () => {
  /** A pair for each process that joined. */
  const COUNT = 2 * 8640;

  async function day(limits: Partial<RecordLimits>, text: string) {
    const name = newName();
    const recorder = record(name, limits);
    const most = openFiles();
    for (let i = 0; i < COUNT; i++) {
      const stream = recorder.stream(`strace-${i}`, 'strace', 'strace');
      await stream.write(Buffer.from(text), i);
      stream.end(i);
      if (i % 2000 === 0) await setTimeout(250); // what is closed is written first
    }
    return { name, recorder, most };
  }

  it('holds no file open for those that have ended, and gives back every one', async () => {
    const { name, recorder, most } = await day({}, 'x\n');
    await vi.waitUntil(() => openFiles() < most + 10, { timeout: 30_000 }); // the disk may be slow
    await recorder.close(() => END);
    const recording = await openRecording(name);
    const seen = { stream: 0, bytes: 0, end: 0, missing: 0 };
    let open = 0;
    for (const { kind } of recording.items()) {
      seen[kind as 'end']++;
      if (seen.bytes % 1000 === 0) open = Math.max(open, openFiles());
    }
    recording.close();
    expect(seen).toEqual({ stream: COUNT, bytes: COUNT, end: COUNT, missing: 0 });
    expect(open).toBeLessThan(most + 10);
  }, 60_000);

  it('stays below its size: those that have ended make way', async () => {
    const { name, recorder } = await day({ maxBytes: 1024 ** 2 }, `${'x'.repeat(199)}\n`);
    await recorder.close(() => END);
    const data = readdirSync(name).filter((file) => file !== 'manifest.json');
    const sizes = data.map((file) => statSync(`${name}/${file}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1.2 * 1024 ** 2);
    const { manifest } = await openRecording(name);
    const kept = manifest.streams.length;
    expect(kept).toBeGreaterThan(1000);
    expect(kept).toBeLessThan(6000);
    const what = `of the oldest output: all ${(COUNT - kept) * 200} bytes of ${COUNT - kept} streams that had ended made way for newer ones`;
    expect(manifest.losses).toEqual([{ tracer: 'strace', count: null, what }]);
    expect((await itemsOf(name)).filter(({ kind }) => kind === 'bytes')).toHaveLength(kept);
  }, 60_000);

  it('takes so many, and no more', async () => {
    const name = newName();
    const recorder = record(name);
    for (let i = 0; i < MAX_STREAMS; i++) recorder.stream(`strace-${i}`, 'strace', 'strace').end(0);
    expect(recorder.stream('one-more', 'strace', 'strace')).toBeUndefined();
    await recorder.close(() => END);
    const { manifest, items, close } = await openRecording(name);
    expect(manifest.streams).toHaveLength(MAX_STREAMS);
    let streams = 0;
    for (const { kind } of items()) if (kind === 'stream') streams++;
    expect(streams).toBe(MAX_STREAMS);
    close();
  }, 60_000);
});

describe('a record that is not worth keeping', () => {
  it('is removed when no tool said anything but of itself', async () => {
    const name = newName();
    const recorder = record(name);
    await recorder.stream('strace-1', 'strace', 'strace').write(Buffer.from(''), 1);
    await recorder.stream('strace-1-notes', 'strace', 'strace-notes').write(Buffer.from('no such call\n'), 1);
    await recorder.stream('spc', 'spc', 'events').write(Buffer.from('{}\n'), 1);
    recorder.update(FACTS);
    recorder.put('inspect.json', '{}');
    expect(await recorder.discard()).toBe(true);
    await recorder.close(() => END);
    expect(existsSync(name)).toBe(false);
  });

  it('stays when a tool has said something, or somebody else made the directory', async () => {
    const [said, made] = [newName(), newName()];
    mkdirSync(made);
    const recorders = [record(said), record(made)];
    await recorders[0]?.stream('strace-1', 'strace', 'strace').write(Buffer.from('x\n'), 1);
    for (const recorder of recorders) {
      expect(await recorder.discard()).toBe(false);
      await recorder.close(() => END);
    }
    for (const name of [said, made]) expect(readdirSync(name)).toContain('manifest.json');
  });
});

describe('a record that was cut off', () => {
  async function cutOff() {
    const name = newName();
    const recorder = record(name);
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    await stream.write(Buffer.from('one\n'), 1);
    await stream.write(Buffer.from('two\n'), 2);
    await recorder.close(() => FACTS);
    return name;
  }

  it('gives what the journal did not tell of any more', async () => {
    const name = await cutOff();
    truncateSync(`${name}/journal.000001`, statSync(`${name}/journal.000001`).size - 3);
    expect(await bytesOf(name)).toEqual(Buffer.from('one\ntwo\n'));
  });

  it('gives what there is of what the journal tells', async () => {
    const name = await cutOff();
    truncateSync(`${name}/strace-1.000001.raw`, 6);
    expect(await bytesOf(name)).toEqual(Buffer.from('one\ntw'));
    expect((await itemsOf(name)).at(-1)).toEqual({ kind: 'missing', name: 'strace-1', tracer: 'strace', bytes: 2 });
  });

  it('counts what is missing once', async () => {
    const name = newName();
    const recorder = record(name);
    const stream = recorder.stream('strace-1', 'strace', 'strace');
    await stream.write(Buffer.from('one\ntwo\n'), 1);
    stream.end(2);
    await recorder.close(() => END);
    rmSync(`${name}/strace-1.000001.raw`);
    expect((await itemsOf(name)).at(-1)).toMatchObject({ kind: 'missing', name: 'strace-1', bytes: 8 });
  });

  it('goes without a stream whose file is gone', async () => {
    const name = await cutOff();
    rmSync(`${name}/strace-1.000001.raw`);
    expect((await itemsOf(name)).map(({ kind }) => kind)).toEqual(['stream', 'missing']);
  });
});
