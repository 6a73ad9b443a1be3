import { expect, test } from 'vitest';
import { checkStraceWords, outputWords, withoutFollow } from '../../../src/core/tools/strace-words.ts';

const REFUSED = [
  ['-o', 'file'],
  ['-ofile'],
  ['-fo', 'file'],
  ['--output=file'],
  ['--out=file'],
  ['-c'],
  ['-vc'],
  ['-p', '1'],
  ['-D'],
  ['-DDD'],
  ['-I', '4'],
  ['-b', 'execve'],
  ['-tt'],
  ['-r'],
  ['-n'],
  ['-q'],
  ['--quiet=attach'],
  ['-ff'],
  ['--seccomp-bpf'],
  ['-h'],
  ['-vf'],
  ['-fv'],
  ['--follow'],
  ['-e', 'inject=openat:signal=KILL'],
  ['-einject=openat:error=EACCES'],
  ['-ve', 'fault=openat'],
  ['--inject=openat:signal=KILL'],
  ['--fault=openat'],
  ['--kill-on-exit'],
  ['-e', 'quiet=attach'],
  ['-eq=all'],
  ['-e', 'silence=attach'],
  ['ls'],
  ['--', 'ls'],
  ['-s', '100', 'ls'],
  ['-'],
];

test.each(REFUSED.map((words) => [words]))('refused: %j', (words) => {
  expect(() => checkStraceWords(words)).toThrow(
    expect.objectContaining({ code: 'usage', why: expect.stringMatching(/./) }),
  );
});

const TAKEN = [
  [],
  ['-e', 'trace=openat'],
  ['-etrace=openat'],
  ['-e', 'trace=inject'],
  ['-f'],
  ['-e', '-weird'],
  ['-s', '200', '-v', '-x'],
  ['-vs', '200'],
  ['-P', '/etc/passwd', '-Z'],
  ['--string-limit=200', '--trace-path', '/etc'],
  ['-k'],
  ['-a', '1'],
];

test.each(TAKEN.map((words) => [words]))('taken: %j', (words) => expect(() => checkStraceWords(words)).not.toThrow());

test.each([
  ['strace -- version 6.1', true, true],
  ['strace -- version 5.10', true, false],
  ['strace -- version 4.26', false, false],
  ['', false, false],
])('%s: nanoseconds %s, names %s', (version, nanoseconds, names) => {
  const words = outputWords(version);
  expect(words.includes('--syscall-times=ns')).toBe(nanoseconds);
  expect(words.includes('-ttt')).toBe(!nanoseconds);
  expect(words.includes('-Y')).toBe(names);
});

test('following is asked for once: twice means a file a process', () => {
  expect(withoutFollow(['-f', '-s', '200', '--follow-forks'])).toEqual(['-s', '200']);
});
