/** How a branch of a rule is written down: id, the state it must have, what is the case, and how a good docker host is changed. */
import type { RuleState } from '../../../src/core/bench/types.ts';
import type { Change } from '../../core/bench/evidence.ts';

export type Case = readonly [id: string, state: RuleState, when: string, change: Change];
