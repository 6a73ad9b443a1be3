/** Making a check of its data: what is missing, and engines it says nothing about, are answered in one place. */
import { error, notApplicable, note } from './judgement.ts';
import type {
  Check,
  CheckTexts,
  EngineName,
  Evidence,
  Facts,
  Judgement,
  PieceName,
  Scope,
  SectionId,
  Severity,
} from './types.ts';

/** A check as its table writes it. */
export interface CheckSpec<K extends PieceName> {
  id: string;
  title: string;
  /** 1 when left out. */
  level?: 1 | 2;
  /** Automated when left out. */
  mode?: 'automated' | 'manual';
  scope: Scope;
  severity: Severity;
  /** Why it says nothing about podman, or about an engine without root. */
  notOn?: { podman?: string; rootless?: string };
  needs: readonly K[];
  explain: CheckTexts;
  rule: (facts: Facts<K>) => Judgement;
}

/** The check. A missing piece that it needs is its `error`, with the piece's cause. */
export function defineCheck<K extends PieceName>(spec: CheckSpec<K>): Check {
  const { id, title, level = 1, mode = 'automated', scope, severity, notOn = {}, needs, explain } = spec;
  const engines: EngineName[] = notOn.podman === undefined ? ['docker', 'podman'] : ['docker'];
  const scored = mode === 'automated';
  const rule = (evidence: Evidence) => decide(spec, notOn, evidence);
  return { id, section: sectionOf(id), title, level, mode, scored, scope, severity, engines, needs, explain, rule };
}

const sectionOf = (id: string) => id.slice(0, id.indexOf('.')) as SectionId;

function decide<K extends PieceName>(
  { needs, rule }: CheckSpec<K>,
  { podman, rootless }: NonNullable<CheckSpec<K>['notOn']>,
  evidence: Evidence,
): Judgement {
  if (podman !== undefined && evidence.engine.name === 'podman') return notApplicable(podman);
  if (rootless !== undefined && evidence.engine.rootless) return notApplicable(rootless);
  const pieces = unwrap(evidence, needs);
  return 'missing' in pieces ? error(pieces.missing) : rule(pieces.ok);
}

/** The named pieces without their wrapping, or the cause the first missing one gives. */
export function unwrap<K extends PieceName>(
  evidence: Evidence,
  needs: readonly K[],
): { ok: Facts<K> } | { missing: string } {
  const unwrapped: Record<string, unknown> = {};
  for (const name of needs) {
    const piece: { ok: unknown } | { missing: string } = evidence[name];
    if ('missing' in piece) return { missing: piece.missing };
    unwrapped[name] = piece.ok;
  }
  return { ok: { ...evidence, ...unwrapped } as unknown as Facts<K> };
}

/** A check that no program can make: a note with what to ask oneself. */
export function humanCheck(spec: {
  id: string;
  title: string;
  level?: 1 | 2;
  mode?: 'automated' | 'manual';
  scope: Scope;
  severity: Severity;
  ask: string;
  explain: CheckTexts;
}): Check {
  const { ask, ...check } = spec;
  return defineCheck({ mode: 'manual', ...check, needs: [], rule: () => note(ask) });
}
