import { afterEach, expect, test, vi } from 'vitest';
import { SpcError } from '../../src/core/errors.ts';
import type { Msg, UseCase } from '../../src/core/types.ts';
import { type RenderOptions, render, renderError } from '../../src/ui/render.ts';

const HOSTILE = 'a\u001b]0;owned\u0007\u009b2J\u202eb\u2764';
const DANGER = /(?!\n)[\p{Cc}\u202e]/u;

afterEach(() => vi.restoreAllMocks());

/** What is written to each stream while `show` runs. */
async function written(show: () => unknown) {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      text[name] += chunk;
      return true;
    });
  await show();
  return text;
}

async function* says(...messages: Msg[]): UseCase {
  yield* messages;
  return 3;
}

const shown = (options: RenderOptions, ...messages: Msg[]) => written(() => render(says(...messages), options));

test('gives the status of the use-case', async () => expect(await render(says())).toBe(3));

test('ends a use-case that cannot be shown', async () => {
  let ended = false;
  async function* events(): UseCase {
    try {
      yield { kind: 'events', events: [{ kind: 'note', tracer: 'spc', at: 0, level: 'info', text: '' }] };
      return 0;
    } finally {
      ended = true;
    }
  }
  const write = () => Promise.reject(new Error('nobody reads'));
  await expect(render(events(), { ndjson: true, write })).rejects.toThrow('nobody reads');
  expect(ended).toBe(true);
});

test.each(['note', 'warning', 'progress'] as const)('a %s cannot act on the terminal', async (kind) => {
  const { stdout, stderr } = await shown({}, { kind, text: HOSTILE });
  expect(stdout).toBe('');
  expect(stderr).toContain('a␛');
  expect(stderr).not.toMatch(DANGER);
});

test.each(['note', 'warning'] as const)('a %s is one line', async (kind) => {
  expect((await shown({}, { kind, text: 'x\nspc: all is well' })).stderr).toMatch(/^.*x␊spc: all is well\n$/);
});

test('no text of an error begins a line of its own', async () => {
  const { stderr } = await written(() => renderError(new SpcError('system', 'a\nb', 'c\nd', 'e\nf')));
  expect(stderr).toBe('spc: a␊b\n  why: c\n       d\n  try: e\n       f\n');
});

test('--quiet drops notes and keeps warnings; --json keeps them off standard output', async () => {
  const messages: Msg[] = [
    { kind: 'note', text: 'a note' },
    { kind: 'warning', text: 'a warning' },
    { kind: 'result', text: 'text', data: { a: 1 } },
  ];
  expect(await shown({ quiet: true }, ...messages)).toEqual({ stdout: 'text\n', stderr: 'warning: a warning\n' });
  expect(await shown({ json: true }, ...messages)).toEqual({
    stdout: '{\n  "a": 1\n}\n',
    stderr: 'warning: a warning\n',
  });
});

test('JSON is the same data and cannot act on the terminal', async () => {
  const { stdout } = await shown({ json: true }, { kind: 'result', text: '', data: { label: HOSTILE } });
  expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  expect(JSON.parse(stdout)).toEqual({ label: HOSTILE });
});

test('an error says what, why and what to try, on standard error; with --json also as data', async () => {
  const error = new SpcError('no-image', `no ${HOSTILE}`, 'because', 'try this');
  const { stdout, stderr } = await written(() => renderError(error, { json: true }));
  expect(stderr).toMatch(/^spc: no a␛.*\n {2}why: because\n {2}try: try this\n$/);
  expect(stderr).not.toMatch(DANGER);
  expect(JSON.parse(stdout).error).toEqual({
    code: 'no-image',
    what: `no ${HOSTILE}`,
    why: 'because',
    hint: 'try this',
    exitStatus: 66,
  });
});

/** A table of three lines, whose lines say how wide they may be. */
const rows = (again: boolean): Msg => ({
  kind: 'rows',
  table: (width) => `HEAD ${width ?? 'open'}\na\nb`,
  data: [{ a: 1 }, { a: HOSTILE }],
  again,
});

/** The same on a terminal of this size. */
async function onTerminal(size: { columns: number; rows: number }, options: RenderOptions, ...messages: Msg[]) {
  const { isTTY, columns, rows: height } = process.stdout;
  Object.assign(process.stdout, { isTTY: true, ...size });
  try {
    return (await shown(options, ...messages)).stdout;
  } finally {
    Object.assign(process.stdout, { isTTY, columns, rows: height });
  }
}

test('a table is cut at the width of a terminal, and only there', async () => {
  const size = { columns: 70, rows: 24 };
  expect(await onTerminal(size, {}, rows(false))).toBe('HEAD 70\na\nb\n');
  expect(await onTerminal(size, { wide: true }, rows(false))).toBe('HEAD open\na\nb\n');
  expect((await shown({}, rows(false))).stdout).toBe('HEAD open\na\nb\n');
});

test('a table that is watched is drawn over itself, as far as there are lines', async () => {
  const drawn = '\x1b[HHEAD 9\x1b[K\na\x1b[K\n\x1b[J';
  expect(await onTerminal({ columns: 9, rows: 3 }, {}, rows(true), rows(true))).toBe(drawn + drawn);
  expect((await shown({}, rows(true))).stdout).toBe('HEAD open\na\nb\n');
});

test('a table as JSON is an array, as NDJSON a row a line; neither acts on a terminal', async () => {
  const json = (await shown({ json: true }, rows(false))).stdout;
  expect(JSON.parse(json)).toEqual([{ a: 1 }, { a: HOSTILE }]);
  const { stdout } = await shown({ ndjson: true }, rows(true), rows(true));
  expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).a),
  ).toEqual([1, HOSTILE, 1, HOSTILE]);
});

test('an empty table is an empty array, and no line of NDJSON', async () => {
  const none: Msg = { ...rows(false), data: [] } as Msg;
  expect((await shown({ json: true }, none)).stdout).toBe('[]\n');
  expect((await shown({ ndjson: true }, none)).stdout).toBe('');
});
