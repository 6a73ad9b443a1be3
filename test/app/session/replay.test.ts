import { describe, expect, it } from 'vitest';
import { RecordedTasks } from '../../../src/app/session/recorded-tasks.ts';
import { type ReplayRequest, replay } from '../../../src/app/session/replay.ts';
import type { Msg } from '../../../src/core/types.ts';
import type { RecordedItem, Recording } from '../../../src/io/recorder/types.ts';
import { jsonShower } from '../../../src/ui/events.ts';
import { all, eventsOf, FakeTool, Lab, MemoryRecorder } from './lab.ts';

/** What `--json` writes of messages. */
async function ndjson(messages: readonly Msg[]): Promise<string> {
  let text = '';
  const show = jsonShower(async (more) => {
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
  now: () => 0,
  pause: async () => {},
  turn: async () => {},
  ending: new AbortController().signal,
});

const replayOf = async (recording: Recording, request: Partial<ReplayRequest> = {}) =>
  await all(replay(recording, io(), { tracers: [], ...request }));

const replayed = async (recorder: MemoryRecorder, request: Partial<ReplayRequest> = {}) =>
  await replayOf(recorder.recording, request);

/** Every pause takes so many milliseconds more than it should. */
const LATE = 1;

/** How many milliseconds a replay takes of a clock on which only pauses take any, and how many there are. */
async function timed(recorder: MemoryRecorder, request: Partial<ReplayRequest>) {
  let [time, pauses] = [0, 0];
  const pause = async (ms: number) => {
    time += ms + LATE;
    pauses++;
  };
  const messages = replay(recorder.recording, { ...io(), now: () => time, pause }, { tracers: [], ...request });
  return { ...(await all(messages)), time, pauses };
}

/** A stream of so many lines, so many nanoseconds apart. */
const chunks = (count: number, apart: number): RecordedItem[] => [
  { kind: 'stream', id: 0, name: 'stap-1', tracer: 'stap', format: 'stap', offset: 0 },
  ...Array.from({ length: count }, (_, i) => ({
    kind: 'bytes' as const,
    id: 0,
    at: i * apart,
    bytes: Buffer.from(`line ${i}\n`),
  })),
];

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
    recorder.items = recorder.items.map((item) => ('at' in item ? { ...item, at: item.at * 1e9 } : item));
    const last = recorder.items.flatMap((item) => ('at' in item ? [item.at] : [])).at(-1) ?? 0;
    const { time, pauses } = await timed(recorder, { speed: 10 });
    expect(pauses).toBeGreaterThan(3);
    expect(time).toBeCloseTo(last / 1e6 / 10 + LATE, 3);
  });

  it('falls behind by no more than its last pause, however many there are', async () => {
    const { recorder } = await recorded();
    recorder.items = chunks(5000, 1e9 / 5000);
    const { time, pauses } = await timed(recorder, { speed: 1 });
    expect(pauses).toBeLessThan(400); // none shorter than 2 ms
    expect(time).toBeGreaterThan(995);
    expect(time).toBeLessThan(1010);
  });

  it('waits for nothing that is not shown', async () => {
    const { recorder } = await recorded();
    recorder.items = chunks(3600, 1e9);
    const { time, messages } = await timed(recorder, { speed: 1, since: 3000e9, until: 3010e9 });
    expect(eventsOf(messages)).toHaveLength(10);
    expect(time).toBeLessThan(10_100);
  });

  it('reads no further than it must to have all that was before a moment', async () => {
    const { recorder } = await recorded();
    let read = 0;
    const all = chunks(3600, 1e9);
    const until = async (format: 'stap' | 'strace') => {
      read = 0;
      recorder.items = [{ kind: 'stream', id: 7, name: 'x', tracer: 'stap', format, offset: 0 }, ...all];
      const items = function* () {
        for (const item of recorder.items) {
          read++;
          yield item;
        }
      };
      const recording = { ...recorder.recording, items };
      const outcome = await replayOf(recording, { until: 10e9 });
      expect(eventsOf(outcome.messages)).toHaveLength(10);
      return read;
    };
    expect(await until('stap')).toBe(13);
    // a call that began before may return whenever
    expect(await until('strace')).toBe(3602);
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
    recorder.items.push({ kind: 'missing', name: 'stap-1', tracer: 'stap', bytes: 17 });
    const lost = eventsOf((await replayed(recorder)).messages).at(-1);
    expect(lost).toMatchObject({
      kind: 'lost',
      tracer: 'stap',
      count: null,
      what: expect.stringContaining('17 bytes of stap-1'),
    });
  });

  it('tells what could not be read of the record, whatever is asked for', async () => {
    const { recorder } = await recorded();
    recorder.items.push(
      { kind: 'unreadable', journal: 'journal.000002', lines: 1 },
      { kind: 'unknown', id: 7 },
      { kind: 'unreadable', journal: 'journal.000002', lines: 16 },
      { kind: 'missing', name: 'strace-1', tracer: 'strace', bytes: 1 },
    );
    const { messages, status } = await replayed(recorder, { tracers: ['strace'], since: 1e15 });
    expect(eventsOf(messages).map(({ kind, tracer }) => [kind, tracer])).toEqual([
      ['lost', 'spc'],
      ['lost', 'spc'],
      ['lost', 'spc'],
      ['lost', 'strace'],
    ]);
    const told = messages.flatMap((message) => ('text' in message ? [message.text] : [])).join('\n');
    expect(told).toContain('LOST: 17 lines of journal.000002 that make no sense, some of the output: the journal');
    expect(told).toContain('not all that was recorded is in this replay');
    expect(status).toBe(0);
  });

  it('survives items of streams there are not', async () => {
    const { recorder } = await recorded();
    const strangers: RecordedItem[] = [
      { kind: 'bytes', id: 9, at: 1, bytes: Buffer.from('x\n') },
      { kind: 'end', id: 9, at: 1 },
      { kind: 'facts', id: 9, facts: {} },
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
