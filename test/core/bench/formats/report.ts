/** A report that has one of everything, for the tests of its formats. */
import type { BenchReport, Finding, Item, State } from '../../../../src/core/bench/types.ts';

/** As strangers would name a container, an image or a file. */
export const HOSTILE = `=cmd|'/c calc'!A0\n"><script>alert(1)</script>]]>\x1b[2J\x1b]8;;http://x\x07\u202e\u0000\ufffe\uffff\ud800&;=1`;

export const HUGE = 'x'.repeat(10_000);

export const item = (over: Partial<Item> = {}): Item => ({
  kind: 'container',
  name: 'web',
  id: 'c0ffee',
  detail: 'adds SYS_ADMIN',
  ...over,
});

export const finding = (over: Partial<Finding> = {}): Finding => ({
  check: '5.4',
  section: '5',
  title: 'Linux kernel capabilities are restricted',
  level: 1,
  scored: true,
  severity: 'high',
  state: 'fail',
  detail: '1 of 3 running containers',
  items: [item()],
  evidence: [{ what: 'CapAdd of web', value: '["SYS_ADMIN"]' }],
  remediation: 'Start it without --cap-add.',
  ...over,
});

/** A finding in each state. */
export const ALL_STATES: Finding[] = [
  finding({ check: '1.1.1', section: '1', state: 'pass', detail: 'it has a partition', items: [] }),
  finding({ check: '1.1.3', section: '1', state: 'error', detail: 'auditctl needs root', items: [] }),
  finding({ check: '5.2', state: 'not-applicable', detail: 'the kernel has no AppArmor', items: [] }),
  finding(),
  finding({ check: '5.9', scored: false, state: 'info', detail: '1 of 3 publishes ports' }),
  finding({
    check: '5.12',
    state: 'waived',
    severity: 'low',
    items: [item({ name: 'db', waiver: { reason: 'batch job', expires: '2030-01-31', expired: false } })],
  }),
  finding({ check: '5.29', severity: 'medium', items: [], detail: 'docker0 is used' }),
  finding({ check: '6.1', section: '6', scored: false, state: 'note', detail: 'Is there sprawl?', items: [] }),
];

const TITLES = { 1: 'Host Configuration', 5: 'Container Runtime', 6: 'Operations' } as const;

export function countsOf(findings: readonly Finding[]): Record<State, number> {
  const count = (state: State) => findings.filter((each) => each.state === state).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    info: count('info'),
    note: count('note'),
    'not-applicable': count('not-applicable'),
    error: count('error'),
    waived: count('waived'),
  };
}

export function report(findings: Finding[] = ALL_STATES, over: Partial<BenchReport> = {}): BenchReport {
  const counts = countsOf(findings);
  return {
    schema: 1,
    tool: { name: 'spc', version: '0.1.0' },
    benchmark: 'CIS Docker Benchmark v1.6.0',
    host: 'ship',
    engine: { name: 'docker', version: '20.10.24', rootless: false },
    taken: '2026-11-22T12:15:10.123Z',
    findings,
    sections: (['1', '5', '6'] as const).map((section) => ({
      section,
      title: TITLES[section],
      counts: countsOf(findings.filter((each) => each.section === section)),
    })),
    counts,
    score: { points: counts.pass - counts.fail, of: counts.pass + counts.fail },
    unjudged: findings.filter(({ state }) => state === 'error').map(({ check, detail }) => ({ check, cause: detail })),
    leftOut: [{ kind: 'container', name: 'spc-tool-0123456789ab', why: 'a tool of spc' }],
    unusedWaivers: [{ check: '4.1', item: 'old*', reason: 'gone' }],
    ...over,
  };
}

/** Every text that can come from outside is hostile. */
export function hostileReport(text = HOSTILE): BenchReport {
  const waiver = { reason: text, expires: '2020-01-01', expired: true };
  const items = [
    item({ name: text, id: text, detail: text, waiver }),
    item({ kind: 'file', name: text, detail: text }),
  ];
  const base = report(
    ALL_STATES.map((each) => ({ ...each, detail: text, items, evidence: [{ what: text, value: text }] })),
  );
  const difference = { check: '5.4', item: `container ${text}`, detail: text };
  return {
    ...base,
    host: text,
    engine: { name: 'docker', version: text, rootless: false },
    unjudged: [{ check: '1.1.3', cause: text }],
    leftOut: [{ kind: 'image', name: text, why: text }],
    unusedWaivers: [{ check: '5.4', item: text, reason: text }],
    comparison: { since: text, appeared: [difference], fixed: [difference], unchanged: 3 },
  };
}
