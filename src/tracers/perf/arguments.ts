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
  rest.forEach(refuse);
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
  '--for-each-cgroup',
  '--control',
  '--delay',
  '--input',
  '--log-fd',
  '--no-inherit',
  '--output',
  '--pid',
  '--summary',
  '--tid',
  '--uid',
]; // prettier-ignore

/** perf takes the beginning of a name for the whole. */
function refuse(word: string): void {
  const [name = ''] = word.split('=', 1);
  const isRefused = word.startsWith('--')
    ? REFUSED_NAMES.some((refused) => refused.startsWith(name))
    : word.startsWith('-') && REFUSED_LETTERS.includes(word.charAt(1));
  if (isRefused)
    throw new SpcError(
      'usage',
      `${name} may not be given to perf`,
      'spc itself says whom perf watches and where its output goes',
    );
}
