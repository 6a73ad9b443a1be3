import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sarif } from '../../../../src/core/bench/formats/sarif.ts';
import { finding, hostileReport, item, report } from './report.ts';

const FIXTURE = new URL('../../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url);

/** OASIS' own schema. zod takes `uri-reference` for a whole URL: that format has a test of its own below. */
const SCHEMA = z.fromJSONSchema(
  JSON.parse(readFileSync(FIXTURE, 'utf8'), (key, value) =>
    key === 'format' && value === 'uri-reference' ? undefined : value,
  ),
);

interface Result {
  ruleId: string;
  ruleIndex?: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string } } }[];
  partialFingerprints: Record<string, string>;
  suppressions: { justification: string }[];
  baselineState?: string;
}

function runOf(of = report()) {
  const document = JSON.parse(sarif(of));
  expect(SCHEMA.safeParse(document).error).toBeUndefined();
  const [run] = document.runs;
  return run as {
    tool: { driver: { rules: { id: string; properties: object }[] } };
    results: Result[];
    invocations: { toolExecutionNotifications: object[] }[];
  };
}

const uris = (results: Result[]) =>
  results.map((each) => each.locations[0]?.physicalLocation.artifactLocation.uri ?? '');

describe('sarif', () => {
  const run = runOf();

  it('has a rule for each check, with its severity', () => {
    expect(run.tool.driver.rules).toHaveLength(8);
    expect(run.tool.driver.rules[3]).toMatchObject({
      id: 'cis-docker-5.4',
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '8.0' },
    });
  });

  it('has a result for each item that failed, and one for a check without items', () => {
    expect(run.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'cis-docker-5.4 error',
      'cis-docker-5.12 note',
      'cis-docker-5.29 warning',
    ]);
    expect(run.results[0]?.message.text).toBe('Linux kernel capabilities are restricted: web: adds SYS_ADMIN');
    const two = runOf(report([finding({ items: [item(), item({ name: 'db' })] })]));
    expect(two.results).toHaveLength(2);
  });

  it('points from each result to its rule', () => {
    for (const { ruleId, ruleIndex = -1 } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('suppresses what is waived, unless the waiver has expired', () => {
    expect(run.results.map(({ suppressions }) => suppressions.map(({ justification }) => justification))).toEqual([
      [],
      ['batch job'],
      [],
    ]);
    const expired = { reason: 'old', expires: '2020-01-01', expired: true };
    expect(runOf(report([finding({ items: [item({ waiver: expired })] })])).results[0]?.suppressions).toEqual([]);
  });

  it('notifies of what could not be judged', () =>
    expect(run.invocations[0]?.toolExecutionNotifications).toMatchObject([
      {
        message: { text: '1.1.3 could not be judged: auditctl needs root' },
        associatedRule: { id: 'cis-docker-1.1.3' },
      },
    ]));

  it('places files by their path, and others by what they are', () => {
    const file = item({ kind: 'file', name: '/etc/docker/a b%.json' });
    const { results } = runOf(report([finding({ items: [item(), file] }), finding({ check: '5.5', items: [] })]));
    expect(uris(results)).toEqual(['container/web', 'etc/docker/a%20b%25.json', 'host/ship']);
    expect(results[1]?.locations[0]?.physicalLocation.artifactLocation.uriBaseId).toBe('HOST');
  });

  it.each(['..', '../../etc', '/../x', '?#', '', '\ud800', 'a\nb', 'file:///x', '//host/x'])(
    'makes a harmless relative URI of %j',
    (name) => {
      const found = runOf(report([finding({ items: [item({ name }), item({ kind: 'file', name })] })])).results;
      for (const uri of uris(found)) {
        expect(uri).toMatch(/^[\w.~%'()*!-]+(\/[\w.~%'()*!-]+)*$/);
        expect(uri.split('/').filter((part) => part === '..')).toEqual([]);
      }
    },
  );

  it('tells new, unchanged and fixed ones apart when it compares', () => {
    const comparison = {
      since: '2026-11-01T00:00:00Z',
      appeared: [{ check: '5.4', item: 'container web', detail: 'adds SYS_ADMIN' }],
      fixed: [{ check: '2.2', item: '', detail: 'icc' }],
      unchanged: 2,
    };
    expect(runOf(report(undefined, { comparison })).results.map((each) => each.baselineState)).toEqual([
      'new',
      'unchanged',
      'unchanged',
      'absent',
    ]);
    expect(run.results.some((each) => 'baselineState' in each)).toBe(false);
  });

  it('recognises the same finding in another run, by nothing that varies', () => {
    const later = runOf(
      report([finding({ detail: '2 of 9', items: [item({ id: 'f00', detail: 'adds NET_ADMIN' })] })]),
    );
    expect(later.results[0]?.partialFingerprints).toEqual(run.results[0]?.partialFingerprints);
  });

  it('is valid whatever a name holds', () => expect(runOf(hostileReport()).results.length).toBeGreaterThan(3));

  it('is held to a schema that refuses what is wrong', () => {
    const document = JSON.parse(sarif(report()));
    expect(SCHEMA.safeParse({ ...document, surplus: 1 }).success).toBe(false);
    document.runs[0].results[0].kind = 'broken';
    expect(SCHEMA.safeParse(document).success).toBe(false);
  });
});
