/** What must be undone when spc ends. */
import type { Guard } from './types.ts';

export function openGuard(): Guard {
  const nothing = async () => async () => {};
  return { process: nothing, container: nothing, file: nothing, affinity: nothing, close: async () => {} };
}
