import { describe, expect, it } from 'vitest';
import { SpcError } from '../../../src/core/errors.ts';
import { all, eventsOf, FakeTool, Lab, MemoryRecorder } from './lab.ts';

const planned = (tool: FakeTool) => ({ tracer: 'stap' as const, start: tool.start });
const failing = (error: unknown) => ({ tracer: 'stap' as const, start: () => Promise.reject(error) });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Starts it, and waits until the tracers run. */
async function begun(lab: Lab, ...args: Parameters<Lab['trace']>) {
  const messages = lab.trace(...args);
  const before = [];
  for (;;) {
    const { value, done } = await messages.next();
    if (done) throw new Error('it ended');
    before.push(value);
    if (value.kind === 'session') return { messages, before };
  }
}

describe('tracing', () => {
  it('tells header, events, why it ended, and then the summary', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(tool)] });
    tool.say('one\ntwo\n');
    tool.onStop = () => {
      tool.say('three');
      tool.end('stopped');
    };
    lab.ending.abort();
    const { messages: rest, status } = await all(messages);
    expect(eventsOf(rest)).toMatchObject([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
      { kind: 'end', reason: 'stopped' },
    ]);
    expect(rest.at(-1)).toMatchObject({
      kind: 'note',
      text: expect.stringMatching(/^3 lines in .*; stopped; nothing known to be lost/),
    });
    expect(status).toBe(0);
    expect(lab.closed).toBe(1);
  });

  it('says first what it costs', async () => {
    const tool = new FakeTool();
    tool.info.cost = 'half of it';
    const { messages, before } = await begun(new Lab(), { tracers: [planned(tool)] });
    expect(before).toContainEqual({ kind: 'note', text: 'stap: half of it' });
    await messages.return(0);
  });

  it('tells what earlier sessions left, before it attaches to anything', async () => {
    const lab = new Lab();
    lab.leftovers = ['a tool that was left is ended'];
    const { messages, before } = await begun(lab, { tracers: [planned(new FakeTool())] });
    expect(before[0]).toEqual({ kind: 'note', text: 'a tool that was left is ended' });
    await messages.return(0);
  });

  it('ends with the tool, and with its status when it failed', async () => {
    for (const [reason, status, expected] of [
      ['tool', 3, 3],
      ['target-ended', 3, 0],
      ['command-ended', 7, 7],
    ] as const) {
      const [lab, tool] = [new Lab(), new FakeTool()];
      const { messages } = await begun(lab, { tracers: [planned(tool)] });
      tool.end(reason, status);
      expect((await all(messages)).status).toBe(expected);
    }
  });

  it('ends after the given time', async () => {
    const tool = new FakeTool();
    const { messages } = await begun(new Lab(), { tracers: [planned(tool)], duration: 1e6 });
    const { messages: rest } = await all(messages);
    expect(rest.at(-1)).toMatchObject({ text: expect.stringContaining('the time is over') });
  });

  it('each end says why the session ended, not that its tracer was stopped', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const over = await begun(lab, { tracers: [planned(tool)], duration: 1e6 });
    expect(eventsOf((await all(over.messages)).messages)).toMatchObject([{ kind: 'end', reason: 'duration' }]);
    const [first, second] = [new FakeTool(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(first), planned(second)] });
    first.end('stopped'); // of its own accord, and all is well
    await turn();
    lab.pids = [];
    expect(eventsOf((await all(messages)).messages)).toMatchObject([
      { kind: 'end', reason: 'stopped' },
      { kind: 'end', reason: 'target-ended' },
    ]);
  });

  it('counts its time from when the tracers were attached', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const start: typeof tool.start = async (setting) => {
      lab.time += 60e9; // compiles
      return await tool.start(setting);
    };
    const { messages } = await begun(lab, { tracers: [{ tracer: 'stap', start }] });
    lab.time += 2e9;
    tool.end('target-ended');
    const { messages: rest } = await all(messages);
    expect(rest.at(-1)).toMatchObject({ text: expect.stringMatching(/^nothing seen in 2\.00s/) });
  });

  it('tells in the summary what could not be written', async () => {
    const tool = new FakeTool();
    const { messages } = await begun(new Lab(), { tracers: [planned(tool)], unwritten: () => 7 });
    tool.end('target-ended');
    expect((await all(messages)).messages.at(-1)).toMatchObject({
      text: expect.stringMatching(/; LOST: 7 lines that could not be written$/),
    });
  });

  it('where nothing can be recorded, what stands in the way of tracing is told, too', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    lab.advise = async () => 'be root';
    const record = () => Promise.reject(new SpcError('system', 'cannot record', 'no room', 'elsewhere'));
    await expect(all(lab.trace({ tracers: [planned(tool)], record }))).rejects.toMatchObject({
      message: 'cannot record',
      hint: 'be root; then elsewhere',
    });
  });

  it('ends with its target', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(tool)] });
    lab.pids = [];
    const { messages: rest } = await all(messages);
    expect(rest.at(-1)).toMatchObject({ text: expect.stringContaining('the target has ended') });
  });

  it('goes on with the others when one cannot start, and tells it', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const error = new SpcError('no-tool', 'there is no stap', 'none', 'install it');
    const { messages } = await begun(lab, { tracers: [failing(error), planned(tool)] });
    tool.end('tool');
    expect(eventsOf((await all(messages)).messages)).toMatchObject([
      { kind: 'note', level: 'error', text: 'there is no stap; none; install it' },
      { kind: 'end', reason: 'failed', status: 94 },
      { kind: 'end', reason: 'tool' },
    ]);
  });

  it('throws what the first of all failures was, and leaves nothing open', async () => {
    const lab = new Lab();
    const errors = [new SpcError('no-tool', 'first'), new SpcError('no-root', 'second')];
    await expect(all(lab.trace({ tracers: errors.map(failing) }))).rejects.toBe(errors[0]);
    expect(lab.closed).toBe(1);
  });

  it('ends what runs when another fails beyond all expectation', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    await expect(all(lab.trace({ tracers: [planned(tool), failing(new TypeError('defect'))] }))).rejects.toThrow(
      'defect',
    );
    expect(tool.stops.length).toBeGreaterThan(0);
  });

  it('holds up the tool when nobody takes the events', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(tool)] });
    let taken = false;
    void Promise.resolve(tool.say('x\n'.repeat(60_000))).then(() => {
      taken = true;
    });
    await turn();
    expect(taken).toBe(false);
    await messages.next();
    await turn();
    expect(taken).toBe(true);
    await messages.return(0);
  });

  it('lets go of a tool that is held up when whoever took the events goes away', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(tool)] });
    const room = tool.say('x\n'.repeat(60_000));
    tool.onStop = () => void Promise.resolve(room).then(() => tool.end('stopped'));
    await messages.return(0);
    expect(tool.stops.length).toBeGreaterThan(0);
    expect(lab.closed).toBe(1);
  });

  it('gives no grace when asked a second time', async () => {
    const [lab, tool] = [new Lab(), new FakeTool()];
    const { messages } = await begun(lab, { tracers: [planned(tool)] });
    tool.onStop = (graceMs) => {
      if (graceMs === 0) tool.end('stopped');
    };
    const rest = all(messages);
    lab.ending.abort();
    await turn();
    expect(tool.stops).toEqual([undefined]);
    lab.hurry.abort();
    await rest;
    expect(tool.stops.slice(0, 2)).toEqual([undefined, 0]);
  });

  it('gives two scripts of one tool names of their own', async () => {
    const [lab, first, second, recorder] = [new Lab(), new FakeTool(), new FakeTool(), new MemoryRecorder()];
    const { messages } = await begun(lab, { tracers: [planned(first), planned(second)], record: async () => recorder });
    await messages.return(0);
    const names = recorder.items.flatMap((item) => (item.kind === 'stream' ? [item.name] : []));
    expect(names).toEqual(['spc', 'stap-1', 'stap-1-2']);
  });

  it('ends with a tracer that breaks off, and tells what with', async () => {
    const [lab, tool, recorder] = [new Lab(), new FakeTool(), new MemoryRecorder()];
    const { messages } = await begun(lab, { tracers: [planned(tool)], record: async () => recorder });
    tool.onStop = () => {};
    tool.fail(new Error('a defect'));
    const { messages: rest, status } = await all(messages);
    expect(eventsOf(rest)).toMatchObject([
      { kind: 'note', level: 'error', text: 'it failed: a defect' },
      { kind: 'end', reason: 'failed', status: 1 },
    ]);
    expect(status).toBe(1);
    expect(recorder.manifest?.end).toMatchObject({ reason: 'failed' });
    expect(lab.closed).toBe(1);
  });

  it('undoes what it did, and keeps the record, when a tracer cannot be ended', async () => {
    const [lab, tool, other, recorder] = [new Lab(), new FakeTool(), new FakeTool(), new MemoryRecorder()];
    const tracers = [planned(tool), planned(other)];
    const { messages } = await begun(lab, { tracers, record: async () => recorder });
    tool.onStop = () => {
      throw new Error('it does not end');
    };
    lab.ending.abort();
    await expect(all(messages)).rejects.toThrow('it does not end');
    expect(other.stops.length).toBeGreaterThan(0);
    expect(recorder.manifest?.end).toMatchObject({ reason: 'stopped' });
    expect(lab.closed).toBe(1);
  });

  it('undoes what it did when nothing can be recorded', async () => {
    const lab = new Lab();
    const record = () => Promise.reject(new SpcError('usage', 'it is not empty'));
    await expect(all(lab.trace({ tracers: [planned(new FakeTool())], record }))).rejects.toThrow('not empty');
    expect(lab.closed).toBe(1);
  });

  it('keeps no record when no tracer could start', async () => {
    const recorder = new MemoryRecorder();
    const tracers = [failing(new SpcError('no-tool', 'there is no stap'))];
    await expect(all(new Lab().trace({ tracers, record: async () => recorder }))).rejects.toThrow('no stap');
    expect(recorder.discarded).toBeGreaterThan(0);
  });

  it('keeps the record when one did', async () => {
    const [lab, tool, recorder] = [new Lab(), new FakeTool(), new MemoryRecorder()];
    const tracers = [failing(new SpcError('no-tool', 'there is no stap')), planned(tool)];
    const { messages } = await begun(lab, { tracers, record: async () => recorder });
    await messages.return(0);
    expect(recorder.discarded).toBe(0);
  });

  it('takes an end that is asked for while a tracer starts for no failure', async () => {
    const lab = new Lab();
    const start = async () => {
      lab.ending.abort();
      throw new SpcError('system', 'stap has ended with status 130', 'the script was not yet running');
    };
    const messages = lab.trace({ tracers: [{ tracer: 'stap', start }], record: async () => new MemoryRecorder() });
    const { messages: told, status } = await all(messages);
    expect(status).toBe(0);
    expect(eventsOf(told)).toMatchObject([{ kind: 'end', reason: 'stopped', status: 0 }]);
    const notes = told.flatMap((message) => (message.kind === 'note' ? [message.text] : []));
    expect(notes).toEqual([expect.stringContaining('; stopped; ')]);
    expect(lab.closed).toBe(1);
  });

  it('tells once when the record takes no more streams, and shows what they say all the same', async () => {
    const [lab, recorder] = [new Lab(), new MemoryRecorder()];
    const tools = [new FakeTool(), new FakeTool(), new FakeTool()];
    recorder.most = 2; // spc's own, and one
    const { messages } = await begun(lab, { tracers: tools.map(planned), record: async () => recorder });
    for (const tool of tools) tool.say('line\n');
    lab.ending.abort();
    const events = eventsOf((await all(messages)).messages);
    expect(events.filter(({ kind }) => kind === 'probe')).toHaveLength(3);
    expect(events.filter(({ kind }) => kind === 'lost')).toMatchObject([{ tracer: 'spc', count: null }]);
    expect(recorder.manifest?.losses).toHaveLength(1);
  });

  it('ends when nothing more can be recorded, and says why', async () => {
    const [lab, tool, recorder] = [new Lab(), new FakeTool(), new MemoryRecorder()];
    const { messages } = await begun(lab, { tracers: [planned(tool)], record: async () => recorder });
    recorder.becomesFull.resolve({ message: 'the disk is full', status: 71 });
    const { messages: rest, status } = await all(messages);
    expect(status).toBe(71);
    expect(rest).toContainEqual({ kind: 'warning', text: 'the disk is full' });
    expect(recorder.manifest?.end).toMatchObject({ reason: 'full', message: 'the disk is full' });
  });
});
