/** One target, found again at each reading: it may end, but nothing else takes its place. */
import { SpcError } from '../core/errors.ts';
import type { Target } from '../core/target.ts';
import { parseTarget } from '../core/targets/parse.ts';
import type { Surroundings } from '../core/targets/processes.ts';
import type { System } from './system.ts';
import { bindsFor, findTarget } from './targets.ts';

/** A target among what was read just now, and what it was found in. */
export interface Followed {
  target: Target;
  around: Surroundings;
}

/**
 * Finds the target at each call. Throws `usage` at once; `no-target`, `ambiguous`, and `no-container` for one that does not
 * run, when it is looked for first; `target-gone` when a container or process has ended since, or is another.
 */
export function follow(text: string, system: System): (read: Omit<Surroundings, 'binds'>) => Followed {
  const spec = parseTarget(text);
  let first: Target | undefined;
  return (read) => {
    const around = { ...read, binds: bindsFor(spec, system) };
    if (first) return { target: again(first, around), around };
    first = findTarget(spec, text, around);
    if (spec.kind === 'container' && first.pid === 0) throw notRunning(first);
    return { target: first, around };
  };
}

/** The same target as before. A namespace or cgroup stays itself whatever process stands for it. */
function again(first: Target, around: Surroundings): Target {
  const target = tryFind(first, around);
  const lives = first.spec.kind !== 'container' && first.spec.kind !== 'pid';
  if (target && (lives || (target.pid === first.pid && target.startTime === first.startTime))) return target;
  throw new SpcError('target-gone', `${first.title} has ended`);
}

function tryFind({ spec, text }: Target, around: Surroundings): Target | undefined {
  try {
    return findTarget(spec, text, around);
  } catch (error) {
    if (error instanceof SpcError) return undefined;
    throw error;
  }
}

/** The error of a container that has no process. */
export function notRunning({ title, container }: Target): SpcError {
  return new SpcError(
    'no-container',
    `${title} is not running`,
    `its status is ${container?.status ?? 'unknown'}`,
    'start it first',
  );
}
