/** What perf is called with. */
import { SpcError } from '../../core/errors.ts';
import type { FilterFacts, TargetFilter } from '../../core/session/filter.ts';

export const PERF_MODES = ['stat', 'trace', 'record'] as const;

export type PerfMode = (typeof PERF_MODES)[number];

/** Whom perf looks at. */
export type PerfScope =
  | { kind: 'host' }
  /** Whoever is in the cgroup or below it, also later. Path without the leading slash, from the hierarchy's root. */
  | { kind: 'cgroup'; path: string }
  /** These processes and what they start. Who joins the target from outside is missing. */
  | { kind: 'pids'; pids: readonly number[] };

export interface PerfRequest {
  mode: PerfMode;
  /** As -e takes them; empty: perf's own. */
  events: readonly string[];
  /** trace: only the sums at the end. */
  summary: boolean;
  /** Further options for perf itself. */
  rest: readonly string[];
}

/**
 * A cgroup of its own catches later processes, too; what perf does not know is a pid namespace. perf's cgroup filter
 * takes groups below the named one for part of it (perf_cgroup_match in kernel/events/core.c).
 */
export function perfScope({ spec, pids, cgroup }: FilterFacts, filter: TargetFilter): PerfScope {
  if (filter.kind === 'host') return { kind: 'host' };
  if (filter.kind === 'cgroup') return { kind: 'cgroup', path: filter.path.slice(1) };
  return spec.kind === 'container' && cgroup && cgroup.path !== '/' && !cgroup.isShared
    ? { kind: 'cgroup', path: cgroup.path.slice(1) }
    : { kind: 'pids', pids };
}

/** perf takes a cgroup for the events before it only, so there must be some. `cycles` becomes the CPU clock where there is no such counter. */
const EVENTS: Readonly<Record<PerfMode, readonly string[]>> = {
  stat: ['task-clock,context-switches,cpu-migrations,page-faults', 'cycles,instructions,branches,branch-misses'],
  trace: [],
  record: ['cycles'],
};

/** Where output goes: to stdout, whose reader knows what to do with it. */
const OUTPUT: Readonly<Record<PerfMode, readonly string[]>> = {
  stat: ['--log-fd', '1'],
  trace: ['-o', '/dev/stdout'],
  record: ['-o', '-'],
};

/** The words after `perf`. Throws `usage` for options that would take from spc what it must have in its hands. */
export function perfArguments({ mode, events, summary, rest }: PerfRequest, scope: PerfScope): string[] {
  requireOptions(mode, rest);
  if (summary && mode !== 'trace') throw new SpcError('usage', `perf ${mode} has no --summary`, 'it is for trace');
  const chosen = events.length > 0 ? events : EVENTS[mode];
  return [
    mode,
    ...OUTPUT[mode],
    ...(summary ? ['-s'] : []),
    ...chosen.flatMap((list) => ['-e', list]),
    ...scopeWords(scope),
    ...rest,
  ];
}

function scopeWords(scope: PerfScope): string[] {
  if (scope.kind === 'host') return ['-a'];
  return scope.kind === 'cgroup' ? ['-a', '-G', scope.path] : ['-p', scope.pids.join(',')];
}

/** Letters and names of options that choose whom, where to, or what else to start. */
const REFUSED_LETTERS = 'aGiopstuD';
const REFUSED_NAMES = [
  '--all-cpus',
  '--cgroup',
  '--clang-opt',
  '--clang-path',
  '--for-each-cgroup',
  '--control',
  '--delay',
  '--input',
  '--log-fd',
  '--no-inherit',
  '--output',
  '--pid',
  '--post',
  '--pre',
  '--summary',
  '--tid',
  '--uid',
];

/** Letters that take the rest of their word, or the next word: `-F99`, `-F 99`. */
const WITH_VALUE: Readonly<Record<PerfMode, string>> = { stat: 'CeIMrx', trace: 'CeFm', record: 'cCeFjkmr' };

/** Letters that take the rest of their word, if there is any. */
const ATTACHED: Readonly<Record<PerfMode, string>> = { stat: '', trace: '', record: 'ISz' };

/** perf starts the first word that is no option, as root: so each is an option, or the value of the one before it. */
function requireOptions(mode: PerfMode, words: readonly string[]): void {
  let before: string | undefined;
  for (const word of words) {
    const isOption = word.startsWith('-') && word !== '-';
    if (isOption) refuse(mode, word);
    if (isOption === (before !== undefined)) throw isOption ? noValue(before ?? '') : noOption(word);
    before = isOption && takesNext(mode, word) ? word : undefined;
  }
}

/** perf would take an option for a value, and the option's own value for a command. */
const noValue = (option: string) => new SpcError('usage', `${option} has no value`, 'perf would take the next option');

const noOption = (word: string) =>
  new SpcError(
    'usage',
    `${word} is no option of perf`,
    'perf would start it as a command',
    'the value of a long option is written with it: --call-graph=dwarf',
  );

/** A word whose last letter has its value in the next one. */
function takesNext(mode: PerfMode, word: string): boolean {
  if (word.startsWith('--')) return false;
  const end = [...word].findIndex((letter) => endsLetters(mode, letter));
  return end === word.length - 1 && WITH_VALUE[mode].includes(word.charAt(end));
}

const endsLetters = (mode: PerfMode, letter: string) => (WITH_VALUE[mode] + ATTACHED[mode]).includes(letter);

/** perf takes the beginning of a name for the whole, and several letters in one word. */
function refuse(mode: PerfMode, word: string): void {
  const refused = word.startsWith('--') ? refusedName(word) : refusedLetter(mode, word);
  if (refused !== undefined)
    throw new SpcError(
      'usage',
      `${refused} may not be given to perf`,
      'spc itself says whom perf watches and where its output goes',
    );
}

function refusedName(word: string): string | undefined {
  const [name = ''] = word.split('=', 1);
  return REFUSED_NAMES.some((refused) => refused.startsWith(name)) ? name : undefined;
}

function refusedLetter(mode: PerfMode, word: string): string | undefined {
  for (const letter of word.slice(1)) {
    if (REFUSED_LETTERS.includes(letter)) return `-${letter}`;
    if (endsLetters(mode, letter)) return undefined;
  }
  return undefined;
}
