/** The answers a rule can give. */
import type { Item, Judgement, Proof, RuleState } from './types.ts';

const answer =
  (state: RuleState) =>
  (detail: string, evidence: Proof[] = [], items: Item[] = []): Judgement => ({ state, detail, items, evidence });

/** It is as it should be. */
export const pass = answer('pass');

/** It is not, and this counts. */
export const fail = answer('fail');

/** Worth a look; counts for nothing. */
export const info = answer('info');

/** Only a human can tell. */
export const note = answer('note');

/** There is nothing here that the check is about. */
export const notApplicable = answer('not-applicable');

/** It could not be told; `detail` is the cause. */
export const error = answer('error');

/** One proof. `value` is shown as JSON unless it is text. */
export function proof(what: string, value: unknown): Proof {
  return { what, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') };
}

/** `pass` or `fail` by one condition, with the words for each. */
export function passIf(condition: boolean, good: string, bad: string, evidence: Proof[]): Judgement {
  return condition ? pass(good, evidence) : fail(bad, evidence);
}
