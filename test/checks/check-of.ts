/** A check by its id. */
import { CHECKS } from '../../src/checks/index.ts';
import type { Check } from '../../src/core/bench/types.ts';

/** undefined when there is none. */
export const checkOf = (id: string): Check | undefined => CHECKS.find((check) => check.id === id);
