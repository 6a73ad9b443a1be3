/** A container as a target is written: what parse.ts and container.ts read as just this one. */
import { isFullId } from '../containers/record.ts';
import type { FoundContainer } from '../containers/types.ts';
import { sanitize } from '../sanitize.ts';
import { matchContainers } from './container.ts';
import { readTarget } from './parse.ts';

/** Longer ones are no use on a command line. */
const MAX_TARGET = 200;

/**
 * Its name where that means it and nothing else among `all`; else the name with its engine or group, its id, its first
 * process. A name that a terminal or a shell could take for something else is not used. Empty: nothing means just this one.
 */
export function writtenTarget(container: FoundContainer, all: readonly FoundContainer[]): string {
  return candidates(container).find((text) => isPlain(text) && means(text, container, all)) ?? processOf(container);
}

function candidates({ name, engine, group, id }: FoundContainer): string[] {
  const grouped = group ? [`${group}/${name}`, `${engine}/${group}/${name}`] : [];
  const short = isFullId(id) ? [id.slice(0, 12)] : [];
  return [name, `${engine}/${name}`, ...grouped, ...short, id, `${engine}/${id}`];
}

const isPlain = (text: string) => text.length <= MAX_TARGET && !/\s/.test(text) && sanitize(text) === text;

function means(text: string, container: FoundContainer, all: readonly FoundContainer[]): boolean {
  const spec = readTarget(text);
  if (spec?.kind !== 'container') return false;
  const [only, ...others] = matchContainers(spec, all);
  return only === container && others.length === 0;
}

const processOf = ({ pid }: FoundContainer) => (pid > 0 ? `pid:${pid}` : '');
