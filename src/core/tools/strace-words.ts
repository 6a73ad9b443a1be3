/** strace's command line: what spc asks of it, and what of the user's it cannot take. */
import { SpcError } from '../errors.ts';

/**
 * How strace is to print, by its version line (`strace -- version 6.1`): nanoseconds since 5.6, thread names since 5.17
 * (NEWS of strace). Descriptors come as paths, and sockets with their addresses; no padding before the result.
 */
export function outputWords(version: string): string[] {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const since = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const times = since(5, 6) ? ['--absolute-timestamps=format:unix,precision:ns', '--syscall-times=ns'] : ['-ttt', '-T'];
  return ['-f', ...times, ...(since(5, 17) ? ['-Y'] : []), '-yy', '-a', '1'];
}

const TAMPERS = 'it makes calls of the target fail, delays them or kills it: spc only looks';
const LISTENS = 'spc waits for what strace says when it has attached';
const FOLLOWS = 'spc follows what the target starts anyway; a second time it would mean a file a process';

/** Why an option of strace's cannot be passed on, by its short and its long name. */
const REFUSED: readonly (readonly [short: string, long: readonly string[], why: string])[] = [
  ['o', ['output'], 'spc reads the output itself: --record keeps it'],
  ['A', ['output-append-mode'], 'spc reads the output itself: --record keeps it'],
  ['c', ['summary-only'], 'a summary has no events; spc syscalls counts and times calls'],
  ['C', ['summary'], 'a summary is mixed into the events'],
  [
    'w',
    ['summary-wall-clock', 'summary-columns', 'summary-sort-by', 'summary-syscall-overhead'],
    'a summary has no events',
  ],
  ['S', [], 'a summary has no events'],
  ['U', [], 'a summary has no events'],
  ['O', [], 'a summary has no events'],
  ['p', ['attach'], 'spc chooses the processes: name another target'],
  ['D', ['daemonize'], 'spc could not end strace then'],
  ['I', ['interruptible'], 'spc could not end strace then'],
  ['b', ['detach-on'], 'processes would be left, and come back as newcomers'],
  ['t', ['absolute-timestamps', 'timestamps'], 'spc sets the form of the time'],
  ['r', ['relative-timestamps'], 'spc sets the form of the time'],
  ['n', ['syscall-number'], 'the number would stand before the name'],
  ['i', ['instruction-pointer'], 'the address would stand before the name'],
  ['q', ['quiet', 'silent', 'silence'], LISTENS],
  ['u', ['user'], 'it is for commands that strace starts'],
  ['E', ['env'], 'it is for commands that strace starts'],
  ['h', ['help'], 'see strace(1)'],
  ['V', ['version'], 'spc doctor tells it'],
  ['', ['output-separately'], 'spc reads the output itself: --record keeps it'],
  ['', ['seccomp-bpf'], 'it is for commands that strace starts'],
  ['', ['inject', 'fault'], TAMPERS],
  ['', ['kill-on-exit'], 'the target is to run on when strace ends'],
];

/** What -e may not choose either: `-e inject=openat:signal=KILL`. */
const REFUSED_EXPRESSIONS: readonly (readonly [names: readonly string[], why: string])[] = [
  [['inject', 'fault'], TAMPERS],
  [['quiet', 'silent', 'silence', 'q'], LISTENS],
];

/** Short options that take a word. */
const TAKES = 'abeEIoOpPsSuUX';
/** Long options that take a word, when it does not follow a `=`. */
const LONG_TAKES: ReadonlySet<string> = new Set([
  'trace-path',
  'string-limit',
  'columns',
  'trace',
  'abbrev',
  'verbose',
]);

/** The user's words without `-f`, which spc gives already: twice it would mean a file a process. */
export const withoutFollow = (words: readonly string[]): string[] =>
  words.filter((word) => word !== '-f' && word !== '--follow-forks');

/** Throws `usage` for an option, or a word, that spc cannot pass to strace. */
export function checkStraceWords(words: readonly string[]): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = word.startsWith('--') ? checkLong(word) : checkShort(word, words[index + 1]);
    if (next) index++;
  }
}

/** Whether the next word belongs to it. */
function checkLong(word: string): boolean {
  const [name = ''] = word.slice(2).split('=');
  if (name === '') throw refused(word, 'no command can be given: spc attaches to a target');
  if (name !== 'follow-forks' && 'follow-forks'.startsWith(name)) throw refused(`--${name}`, FOLLOWS);
  for (const [, long, why] of REFUSED) if (long.some((full) => full.startsWith(name))) throw refused(`--${name}`, why);
  return !word.includes('=') && LONG_TAKES.has(name);
}

function checkShort(word: string, after = ''): boolean {
  if (!/^-[a-zA-Z]/.test(word)) throw refused(word, "only options can be given: strace's command is the target");
  for (const [index, letter] of [...word].entries()) {
    if (index === 0) continue;
    const found = REFUSED.find(([short]) => short === letter);
    if (found) throw refused(`-${letter}`, found[2]);
    if (letter === 'f' && word !== '-f') throw refused('-f', FOLLOWS);
    if (letter === 'e') checkExpression(word.slice(index + 1) || after);
    if (TAKES.includes(letter)) return index === word.length - 1;
  }
  return false;
}

function checkExpression(expression: string): void {
  const [name = ''] = expression.split('=');
  const found = REFUSED_EXPRESSIONS.find(([names]) => names.includes(name.trim()));
  if (found) throw refused(`-e ${name}`, found[1]);
}

const refused = (option: string, why: string) =>
  new SpcError('usage', `strace's ${option} cannot be used here`, why, 'see spc strace --help for what can');
