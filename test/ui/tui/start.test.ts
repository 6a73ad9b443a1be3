/** The UI on streams that stand for a terminal: how it begins and ends. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Methods, WireError } from '../../../src/core/wire/types.ts';
import { startTui } from '../../../src/ui/tui/index.tsx';
import type { Connection, TuiHost } from '../../../src/ui/tui/types.ts';
import { answerOf, LOOK, row } from './world.ts';

const SIZE = { columns: 80, rows: 24 };
const GONE: WireError = { code: 'gone', what: 'the helper has ended', why: '', hint: '' };

/** `answers`: what each process answers to a list; an error: it has died. */
function fakeHost(answers: (Methods['list']['result'] | WireError)[]) {
  let written = '';
  let type: (chunk: string) => void = () => undefined;
  let raw = false;
  const log: string[] = [];
  const stdout = Object.assign(new PassThrough(), { isTTY: true, ...SIZE });
  stdout.on('data', (chunk) => {
    written += chunk;
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      raw = on;
    },
    ref: () => undefined,
    unref: () => undefined,
  });
  const connect = (): Connection => {
    const answer = answers[Math.min(log.filter((line) => line === 'connect').length, answers.length - 1)];
    log.push('connect');
    return {
      call: (async () => {
        if (answer && 'code' in answer) throw answer;
        return answer;
      }) as Connection['call'],
      close: async () => void log.push('close'),
      ended: new Promise(() => undefined),
    };
  };
  const ending = new AbortController();
  const host: TuiHost = {
    connect,
    runInTerminal: async (argv) => {
      log.push(`raw ${raw}: ${argv.join(' ')}`);
      return 0;
    },
    runQuietly: async (argv) => ({ status: argv.length, text: `said by ${argv.join(' ')}` }),
    stop: async () => void log.push(`stopped, raw ${raw}`),
    write: (text) => void stdout.write(text),
    copy: () => true,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    onInput: (take) => {
      type = take;
    },
    onContinue: () => undefined,
    onStop: () => undefined,
    ending: ending.signal,
    look: LOOK,
  };
  const shows = async (text: string) => {
    for (let tries = 0; !written.includes(text); tries++) {
      if (tries > 500) throw new Error(`waited in vain for ${text} in ${written}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { host, ending, log, shows, type: (text: string) => type(text), bytes: () => written, isRaw: () => raw };
}

/** Alternate screen left, mouse and pastes off, the cursor shown, in whatever order. */
function expectRestored({ bytes, isRaw }: ReturnType<typeof fakeHost>): void {
  const last = (on: string, off: string) => expect(bytes().lastIndexOf(off)).toBeGreaterThan(bytes().lastIndexOf(on));
  last('\x1b[?1049h', '\x1b[?1049l');
  last('\x1b[?25l', '\x1b[?25h');
  last('\x1b[?1000h', '\x1b[?1000l');
  last('\x1b[?2004h', '\x1b[?2004l');
  expect(isRaw()).toBe(false);
}

const WEB = answerOf([row('web')]);

describe('startTui', () => {
  it('q ends it, and its processes', async () => {
    const world = fakeHost([WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    world.type('q');
    await ended;
    expect(world.log).toContain('close');
    expectRestored(world);
  });

  it('a signal ends it', async () => {
    const world = fakeHost([WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    world.ending.abort();
    await ended;
    expectRestored(world);
  });

  it('an error that nobody caught ends it, and is thrown when the terminal is restored', async () => {
    const world = fakeHost([WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    world.ending.abort(new Error('a defect'));
    await expect(ended).rejects.toThrow('a defect');
    expectRestored(world);
  });

  it('the terminal is lent as it was, and taken back', async () => {
    const world = fakeHost([WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    world.type('e');
    world.type('q'); // what is typed meanwhile is nobody's
    await world.shows('\x1b[?1049l');
    world.type('\x1a');
    world.ending.abort();
    await ended;
    expect(world.log).toContain('raw false: enter web');
    expectRestored(world);
  });

  it('a helper that has died is replaced once for a question', async () => {
    const world = fakeHost([GONE, WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    expect(world.log).toEqual(['connect', 'connect']);
    world.type('q');
    await ended;
  });

  it('one that dies again and again is told of in place', async () => {
    const world = fakeHost([GONE]);
    const ended = startTui(world.host, SIZE);
    await world.shows('the helper has ended');
    expect(world.log).toEqual(['connect', 'connect']);
    world.type('q');
    await ended;
  });

  it('what is done in the background is told, and how it ended', async () => {
    const world = fakeHost([WEB]);
    const ended = startTui(world.host, SIZE);
    await world.shows('1 container');
    world.type(':session rm x\r');
    await world.shows('said by session rm x');
    world.type('q');
    await ended;
  });
});
