/** Evidence → one row for each ability. */
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { ABILITIES, ABILITY_NAMES, type AbilityName } from './abilities.ts';
import { adviceFor } from './advice.ts';
import { type Ability, type Diagnosis, type Finding, STATES, type State } from './diagnosis.ts';
import type { Attempt, Evidence } from './evidence.ts';

/** All of them. */
export const diagnose = (evidence: Evidence): Diagnosis[] => ABILITY_NAMES.map((name) => diagnoseOne(name, evidence));

/** One ability. Trying it really says more than all else that was found. */
export function diagnoseOne(name: AbilityName, evidence: Evidence): Diagnosis {
  const ability: Ability = ABILITIES[name];
  const tried = Object.hasOwn(evidence.attempts, name) ? evidence.attempts[name] : undefined;
  const findings = [...(tried ? [attemptFinding(tried)] : []), ...distinct(ability.look(evidence))];
  const state = stateOf(findings, tried);
  const deciding = findings.find((finding) => finding.state === state) ?? findings[0];
  return {
    ability: name,
    group: ability.group,
    about: ability.about,
    state,
    summary: deciding?.text ?? '',
    evidence: findings.map(({ text }) => text),
    advice: state === 'works' ? [] : adviceFor(ability.needs(evidence), evidence),
  };
}

/** Names from outside, checked. Throws `usage` with the nearest. */
export function abilityNames(text: string): AbilityName[] {
  return text.split(',').map((word) => {
    const name = ABILITY_NAMES.find((known) => known === word.trim().toLowerCase());
    if (name) return name;
    const close = nearest(word.trim(), ABILITY_NAMES);
    const hint = `one of: ${(close.length > 0 ? close : ABILITY_NAMES).join(', ')}`;
    throw new SpcError('usage', `there is no ability '${word.trim()}'`, '', hint);
  });
}

const attemptFinding = ({ ok, text }: Attempt): Finding => ({
  state: ok ? 'works' : 'denied',
  text: `tried: ${text}`,
});

/** The worst finding decides; what was tried and worked can still be limited, as it was tried on spc's own child. */
function stateOf(findings: readonly Finding[], tried: Attempt | undefined): State {
  const states = findings.map(({ state }) => state);
  const worst = states.reduce<State>((a, b) => (STATES.indexOf(a) >= STATES.indexOf(b) ? a : b), 'works');
  if (!tried?.ok || tried.partial) return worst;
  return states.includes('limited') ? 'limited' : 'works';
}

function distinct(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ text }, at) => findings.findIndex((other) => other.text === text) === at);
}
