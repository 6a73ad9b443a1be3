import { expect, test } from 'vitest';
import { straceNotesParser } from '../../../src/tracers/strace/notes.ts';
import { context, fixture } from './captured.ts';

const parse = (text: string | Buffer) => straceNotesParser(context()).push(Buffer.from(text), 7);

test('attached and detached, as captured', () => {
  expect(parse(fixture('detached-notes'))).toMatchObject([
    { kind: 'attach', state: 'attached', detail: 'with 2 threads', at: 7 },
    { kind: 'attach', state: 'detached', detail: '' },
    { kind: 'attach', state: 'detached', detail: '' },
  ]);
});

const NOTES = [
  ['strace: attach: ptrace(PTRACE_SEIZE, 42): Operation not permitted', 'error'],
  ['strace: Could not attach to process. If your uid matches …', 'error'],
  ['strace: [ Process PID=42 runs in 32 bit mode. ]', 'info'],
  ['strace: Exit of unknown pid 42 ignored', 'warning'],
] as const;

test.each(NOTES)('%s', (line, level) => {
  expect(parse(`${line}\n`)).toEqual([
    { kind: 'note', tracer: 'strace', at: 7, level, text: line.slice('strace: '.length) },
  ]);
});

test('a process whose end the other stream has told of already is not remembered', () => {
  const known = new Map<number, number | null>();
  const nsPidOf = (pid: number) => {
    known.set(pid, null); // it is gone
    return null;
  };
  const forget = (pid: number) => void known.delete(pid);
  const parser = straceNotesParser({ ...context(), nsPidOf, forget });
  expect(parser.push(Buffer.from('strace: Process 42 attached\n'), 7)).toMatchObject([{ kind: 'attach', nsPid: null }]);
  expect(known.size).toBe(0);
});
