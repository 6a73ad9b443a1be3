/** Containers, again and again: what a container may do seldom changes. */
import type { Probe } from '../../core/containers/discover.ts';
import type { MainFacts } from '../../core/containers/kind.ts';
import type { Discovery } from '../../core/containers/types.ts';
import type { ProcessEntry, ProcessTable } from '../../core/processes/types.ts';
import { findContainers } from './discover.ts';
import { systemProbe } from './probe.ts';

/** A table of mounts a container: at 200 of them half of the time a list takes. */
const KEPT_MS = 10_000;

interface Known {
  facts: MainFacts | undefined;
  at: number;
}

/** Finds containers as `findContainers` does; what tells an SPC from others may be of some seconds ago. */
export function containerWatcher(now: () => number = Date.now, probeOf = systemProbe): typeof findContainers {
  const known = new Map<string, Known>();
  return (table: ProcessTable): Discovery => {
    const [at, probe] = [now(), probeOf()];
    for (const [key, entry] of known) if (at - entry.at > KEPT_MS) known.delete(key);
    return findContainers(table, { ...probe, facts: (main) => keptFacts(main, probe, at) });
  };

  function keptFacts(main: ProcessEntry, probe: Probe, at: number): MainFacts | undefined {
    const key = `${main.pid}@${main.startTime}`;
    const entry = known.get(key) ?? { facts: probe.facts(main), at };
    known.set(key, entry);
    return entry.facts;
  }
}
