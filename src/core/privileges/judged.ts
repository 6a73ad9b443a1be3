/** What a rule says of one option, and the small words all rules are written with. */
import type { Grant, RunOption, Tier } from '../types.ts';
import { TIERS } from '../types.ts';

export interface Judged {
  grants: Grant[];
  tightened: string[];
  unjudged: string[];
}

/** A rule judges every use of one option. */
export type Rule = (option: RunOption) => Judged;

/** Nothing beyond an ordinary container. */
export const ORDINARY: Judged = { grants: [], tightened: [], unjudged: [] };

export const ordinary: Rule = () => ORDINARY;

/** The option as its author wrote it; rebuilt when the words are not known. */
function asWritten({ name, value, words }: RunOption): string {
  return words.length > 0 ? words.join(' ') : `--${name}=${value}`;
}

export function grant(option: RunOption, id: string, tier: Tier, allows: string): Judged {
  return { ...ORDINARY, grants: [{ id, option: asWritten(option), tier, allows }] };
}

export function tightened(what: string): Judged {
  return { ...ORDINARY, tightened: [what] };
}

export function unjudged(option: RunOption): Judged {
  return { ...ORDINARY, unjudged: [asWritten(option)] };
}

export function merge(parts: readonly Judged[]): Judged {
  return {
    grants: parts.flatMap((part) => part.grants),
    tightened: parts.flatMap((part) => part.tightened),
    unjudged: parts.flatMap((part) => part.unjudged),
  };
}

/** A rule that gives every value of the option the same grant, `name=value`. */
export function always(tier: Tier, allows: string): Rule {
  return (option) => grant(option, `${option.name}=${option.value}`, tier, allows);
}

/** A rule for a switch: the grant is the option's name, unless the switch is off. */
export function whenOn(tier: Tier, allows: string): Rule {
  return (option) => (isOff(option.value) ? ORDINARY : grant(option, option.name, tier, allows));
}

/** A rule for what makes a container tighter. */
export const tightens: Rule = ({ name, value }) => tightened(`${name}=${value}`);

/** Go's strconv.ParseBool: the spellings of false. Anything else counts as on, which errs on the safe side. */
export function isOff(value: string): boolean {
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value);
}

/** Below zero when `a` is worse than `b`. */
export function byTier(a: Tier, b: Tier): number {
  return TIERS.indexOf(a) - TIERS.indexOf(b);
}

export function worse(a: Tier, b: Tier): Tier {
  return byTier(a, b) <= 0 ? a : b;
}
