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

test.each(['note', 'warning', 'progress'] as const)('a %s cannot act on the terminal', async (kind) => {
  const { stdout, stderr } = await shown({}, { kind, text: HOSTILE });
  expect(stdout).toBe('');
  expect(stderr).toContain('a␛');
  expect(stderr).not.toMatch(DANGER);
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
