import { describe, expect, it } from 'vitest';
import { RecordedTasks } from '../../../src/app/session/recorded-tasks.ts';
import { type ReplayRequest, replay } from '../../../src/app/session/replay.ts';
import type { Msg } from '../../../src/core/types.ts';
import type { RecordedItem } from '../../../src/io/recorder/types.ts';
import { eventShower } from '../../../src/ui/events.ts';
import { all, eventsOf, FakeTool, Lab, MemoryRecorder } from './lab.ts';

/** What `--json` writes of messages. */
async function ndjson(messages: readonly Msg[]): Promise<string> {
  let text = '';
  const show = eventShower(true, async (more) => {
    text += more;
  });
  for (const message of messages) if (message.kind === 'session' || message.kind === 'events') await show(message);
  return text;
}

/** A session of two tools that speak in turns, recorded. */
async function recorded() {
  const [lab, first, second, recorder] = [new Lab(), new FakeTool(), new FakeTool(), new MemoryRecorder()];
  const tracers = [first, second].map(({ start }) => ({ tracer: 'stap' as const, start }));
  const messages = lab.trace({ tracers, record: async () => recorder });
  const live = all(messages);
  while (!second.sink) await new Promise((resolve) => setImmediate(resolve));
  first.say('one\ntw');
  second.say('\x1b[31mred\u202e\n');
  first.setting.tell({ kind: 'note', tracer: 'stap', level: 'info', text: 'told' });
  first.say('o\nrest');
  second.end('tool', 1);
  lab.ending.abort();
  return { live: (await live).messages, recorder };
}

const io = () => ({
  pauses: [] as number[],
  pause: async () => {},
  turn: async () => {},
  ending: new AbortController().signal,
});

const replayed = async (recorder: MemoryRecorder, request: Partial<ReplayRequest> = {}) =>
  await all(replay(recorder.recording, io(), { tracers: [], ...request }));

describe('a replay', () => {
  it('is the live run, byte for byte, but for saying that it is one', async () => {
    const { live, recorder } = await recorded();
    const lines = (await ndjson(live)).replace('"replay":false', '"replay":true');
    expect(lines.split('\n').length).toBeGreaterThan(7);
    expect(await ndjson((await replayed(recorder)).messages)).toBe(lines);
  });

  it('shows only what was asked for', async () => {
    const { live, recorder } = await recorded();
    const told = eventsOf(live).find((event) => event.kind === 'note')?.at ?? 0;
    const kinds = async (request: Partial<ReplayRequest>) => eventsOf((await replayed(recorder, request)).messages);
    expect(await kinds({ tracers: ['strace'] })).toEqual([]);
    expect(await kinds({ shown: ({ kind }) => kind === 'note' })).toMatchObject([{ text: 'told' }]);
    expect(await kinds({ since: told, until: told + 1 })).toMatchObject([{ kind: 'note', text: 'told' }]);
  });

  it('says that a recording has no end, and gives what had begun', async () => {
    const { recorder } = await recorded();
    recorder.items = recorder.items.filter(({ kind }) => kind !== 'end');
    if (recorder.manifest) recorder.manifest.end = null;
    const { messages, status } = await replayed(recorder);
    expect(eventsOf(messages)).toContainEqual(expect.objectContaining({ text: 'rest' }));
    expect(messages).toContainEqual({ kind: 'warning', text: expect.stringContaining('cut off') });
    expect(status).toBe(0);
  });

  it('keeps time when asked to', async () => {
    const { recorder } = await recorded();
    const pauses: number[] = [];
    const pause = async (ms: number) => pauses.push(ms);
    recorder.items = recorder.items.map((item) => ('at' in item ? { ...item, at: item.at * 1e9 } : item));
    await all(replay(recorder.recording, { ...io(), pause }, { tracers: [], speed: 10 }));
    const last = recorder.items.flatMap((item) => ('at' in item ? [item.at] : [])).at(-1) ?? 0;
    expect(pauses.length).toBeGreaterThan(3);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(last / 1e6 / 10, 3);
  });

  it('ends when asked to', async () => {
    const { recorder } = await recorded();
    const { messages } = await all(
      replay(recorder.recording, { ...io(), ending: AbortSignal.abort() }, { tracers: [] }),
    ).then((r) => r);
    expect(eventsOf(messages)).toEqual([]);
  });

  it('tells what is missing', async () => {
    const { recorder } = await recorded();
    recorder.items.push({ kind: 'missing', id: 1, bytes: 17 });
    const lost = eventsOf((await replayed(recorder)).messages).at(-1);
    expect(lost).toMatchObject({
      kind: 'lost',
      tracer: 'stap',
      count: null,
      what: expect.stringContaining('17 bytes of stap-1'),
    });
  });

  it('survives items of streams there are not', async () => {
    const { recorder } = await recorded();
    const strangers: RecordedItem[] = [
      { kind: 'bytes', id: 9, at: 1, bytes: Buffer.from('x\n') },
      { kind: 'end', id: 9, at: 1 },
      { kind: 'facts', id: 9, facts: {} },
      { kind: 'missing', id: 9, bytes: 1 },
    ];
    const before = eventsOf((await replayed(recorder)).messages);
    recorder.items.unshift(...strangers);
    expect(eventsOf((await replayed(recorder)).messages)).toEqual(before);
  });

  it('passes on no told line that is no event', async () => {
    const { recorder } = await recorded();
    const lines = '{"kind":"syscall"}\n{"kind":"__proto__"}\nnonsense\n';
    recorder.items = [
      { kind: 'stream', id: 0, name: 'spc', tracer: 'spc', format: 'events', offset: 0 },
      { kind: 'bytes', id: 0, at: 1, bytes: Buffer.from(lines) },
    ];
    const kinds = eventsOf((await replayed(recorder)).messages).map(({ kind }) => kind);
    expect(kinds).toEqual(['note', 'note', 'note']);
  });
});

describe('what a parser learned of processes', () => {
  it('is answered in the order it was asked', () => {
    const tasks = new RecordedTasks();
    tasks.answer(42, 1);
    tasks.answer(43, 2);
    tasks.answer(42, 9);
    expect([tasks.ask(42), tasks.ask(43), tasks.ask(42)]).toEqual([1, 2, 9]);
  });

  it('is what was known before, when the question is not in the record', () => {
    const tasks = new RecordedTasks();
    tasks.know(42, 1);
    tasks.answer(43, null);
    expect([tasks.ask(42), tasks.ask(43), tasks.ask(44)]).toEqual([1, null, null]);
  });
});
