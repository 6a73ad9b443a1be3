/** What a run command grants beyond an ordinary container: a rule for each option, none passed over in silence. */
import { raise } from './privileges/combinations.ts';
import { rootfs } from './privileges/engine.ts';
import { judgeGlobals } from './privileges/globals.ts';
import { byTier, type Judged, merge, unjudged } from './privileges/judged.ts';
import { ruleFor } from './privileges/rules.ts';
import type { Grant, PrivilegeReport, RunOption, RunSpec } from './types.ts';

/**
 * Judges a parsed run command. Grants are unique by id and sorted worst first, those of one tier as written.
 * Of an option given twice each use is judged, as a later one may not undo the first; only what a later use
 * takes back is not counted as tightened.
 */
export function judge(spec: RunSpec): PrivilegeReport {
  const judged = merge([judgeGlobals(spec.globals), ...spec.options.map((option) => judgeOption(option, spec))]);
  const grants = unique(raise(judged.grants)).sort((a, b) => byTier(a.tier, b.tier));
  return {
    grants,
    tier: grants[0]?.tier ?? null,
    tightened: [...new Set(stillTightened(judged.tightened, spec, grants))],
    unjudged: [...new Set(judged.unjudged)],
  };
}

function judgeOption(option: RunOption, spec: RunSpec): Judged {
  const rule = option.name === 'rootfs' ? rootfs(spec.image) : ruleFor(option.name);
  return rule ? rule(option) : unjudged(option);
}

/** The first of each id, with the worst tier any of them has. */
function unique(grants: readonly Grant[]): Grant[] {
  const byId = new Map<string, Grant>();
  for (const grant of grants) {
    const known = byId.get(grant.id);
    if (!known || byTier(grant.tier, known.tier) < 0) byId.set(grant.id, grant);
  }
  return [...byId.values()];
}

/** --privileged makes docker ignore --cap-drop; a last `--read-only=false` undoes an earlier one. */
function stillTightened(tightened: readonly string[], spec: RunSpec, grants: readonly Grant[]): string[] {
  const privileged = grants.some(({ id }) => id === 'privileged');
  const last = spec.options.findLast(({ name }) => name === 'read-only');
  const writable = last && judgeOption(last, spec).tightened.length === 0;
  return tightened.filter(
    (what) => !(privileged && what.startsWith('cap-drop=')) && !(writable && what === 'read-only'),
  );
}
