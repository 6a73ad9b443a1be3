/** The machine as lists on a screen read it: again and again. */
import type { System } from '../../app/system.ts';
import { containerWatcher } from '../../io/discover/watched.ts';
import { processWatcher } from '../../io/proc/watched.ts';

/** Looking through all mount tables and descriptors takes longer than all else. */
const HOLDERS_MS = 5000;

/** What takes long and seldom changes may be of some seconds ago. */
export function watched(system: System, now: () => number = Date.now): System {
  let holders: { value: ReturnType<System['namespaceHolders']>; at: number; descriptors: boolean } | undefined;
  return {
    ...system,
    processes: processWatcher(['status', 'cgroup', 'cmdline', 'ns']),
    containers: containerWatcher(),
    namespaceHolders: (table, descriptors) => {
      if (!holders || holders.descriptors !== descriptors || now() - holders.at > HOLDERS_MS)
        holders = { value: system.namespaceHolders(table, descriptors), at: now(), descriptors };
      return holders.value;
    },
  };
}
