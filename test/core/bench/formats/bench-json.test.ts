import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { benchJson } from '../../../../src/core/bench/formats/bench-json.ts';
import type { FormatOptions } from '../../../../src/core/bench/formats/format.ts';
import { finding, hostileReport, item, report } from './report.ts';

/** What docker-bench-security 1.6.0 writes. */
const RESULT = z.strictObject({
  id: z.string(),
  desc: z.string(),
  result: z.enum(['PASS', 'WARN', 'INFO', 'NOTE']),
  details: z.string().optional(),
  items: z.array(z.string()).optional(),
  remediation: z.string().optional(),
  'remediation-impact': z.string().optional(),
});
const SHAPE = z.strictObject({
  dockerbenchsecurity: z.literal('1.6.0'),
  start: z.int(),
  tests: z.array(z.strictObject({ id: z.string(), desc: z.string(), results: z.array(RESULT) })),
  checks: z.int(),
  score: z.int(),
  end: z.int(),
});

const read = (of = report(), options?: FormatOptions) => SHAPE.parse(JSON.parse(benchJson(of, options)));
const results = (of = report(), options?: FormatOptions) => read(of, options).tests.flatMap(({ results: all }) => all);

describe('benchJson', () => {
  it("is in the original's shape", () => {
    const { tests, checks, score, start } = read();
    expect(tests.map(({ id, desc }) => `${id} ${desc}`)).toEqual([
      '1 Host Configuration',
      '5 Container Runtime',
      '6 Operations',
    ]);
    expect([checks, score, start]).toEqual([8, -1, Date.parse('2026-11-22T12:15:10Z') / 1000]);
  });

  it('says each state in its four words', () => {
    expect(results().map(({ id, result }) => `${id} ${result}`)).toEqual([
      '1.1.1 PASS',
      '1.1.3 INFO',
      '5.2 INFO',
      '5.4 WARN',
      '5.9 INFO',
      '5.12 NOTE',
      '5.29 WARN',
      '6.1 NOTE',
    ]);
  });

  it('marks what a human has to judge, as importers look for it', () => {
    expect(results().filter(({ desc }) => desc.endsWith(' (Manual)'))).toHaveLength(2);
    expect(results().filter(({ desc }) => desc.endsWith(' (Automated)'))).toHaveLength(6);
  });

  it('gives details, items and the remediation, but none to what passed', () => {
    expect(results().find(({ id }) => id === '5.4')).toMatchObject({
      details: '1 of 3 running containers; web: adds SYS_ADMIN',
      items: ['web'],
      remediation: 'Start it without --cap-add.',
    });
    expect(results()[0]).toEqual({
      id: '1.1.1',
      desc: 'Linux kernel capabilities are restricted (Automated)',
      result: 'PASS',
    });
    expect(results(report(), { remediation: false }).some((each) => 'remediation' in each)).toBe(false);
  });

  it('keeps to the limit of items', () => {
    const three = report([finding({ items: ['a', 'b', 'c'].map((name) => item({ name })) })]);
    expect(results(three, { limit: 2 })[0]).toMatchObject({
      items: ['a', 'b', '(truncated)'],
      details: '1 of 3 running containers; a: adds SYS_ADMIN; b: adds SYS_ADMIN',
    });
    expect(results(three, { limit: 3 })[0]?.items).toEqual(['a', 'b', 'c']);
  });

  it("calls the community's section 99", () => {
    const counts = report().counts;
    const community = report([finding({ check: 'C.5.3.1', section: 'C' })], {
      sections: [{ section: 'C', title: 'Community', counts }],
    });
    expect(read(community).tests[0]?.id).toBe('99');
  });

  it('is valid whatever a name holds', () => expect(results(hostileReport())).toHaveLength(8));
});
