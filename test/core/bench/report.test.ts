import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { compare, parseBaseline } from '../../../src/core/bench/baseline.ts';
import { lookedAt } from '../../../src/core/bench/looked-at.ts';
import { judge } from '../../../src/core/bench/report.ts';
import { ALL, type Selection } from '../../../src/core/bench/selection.ts';
import { breach, parseThreshold } from '../../../src/core/bench/threshold.ts';
import type { Evidence, Waiver } from '../../../src/core/bench/types.ts';
import { all, CONTAINER, container, DOCKER, having, info } from './evidence.ts';

const report = (evidence: Evidence, selection: Partial<Selection> = {}, waivers: readonly Waiver[] = []) =>
  judge(evidence, { checks: CHECKS, selection: { ...ALL, ...selection }, waivers, today: '2026-11-22', version: '1' });

const two = (a: boolean, b: boolean) =>
  having({
    containers: {
      ok: [
        { ...CONTAINER, id: 'a', name: 'a', privileged: a },
        { ...CONTAINER, id: 'b', name: 'b', privileged: b },
      ],
    },
  })(DOCKER);

describe('a report', () => {
  it('counts states, by section too', () => {
    const { counts, sections, findings } = report(DOCKER);
    expect(findings).toHaveLength(121);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(121);
    expect(counts.fail).toBe(0);
    expect(sections.map(({ section }) => section).join('')).toBe('1234567C');
    expect(sections.find(({ section }) => section === '7')?.counts['not-applicable']).toBe(9);
  });

  it('scores automated checks only: +1 and −1', () => {
    const good = report(DOCKER).score;
    expect(good.points).toBe(good.of);
    expect(report(info({ experimental: true })(DOCKER)).score).toEqual({ points: good.points - 2, of: good.of });
    expect(report(container({ ulimits: [] })(DOCKER)).score).toEqual(good); // 5.19 is manual
  });

  it('waived failures count for nothing', () => {
    const waivers = [
      { check: '2.18', reason: 'lab' },
      { check: '2.6', reason: 'never matched' },
    ];
    const { score, counts, unusedWaivers } = report(info({ experimental: true })(DOCKER), {}, waivers);
    expect(counts).toMatchObject({ fail: 0, waived: 1 });
    expect(score.of).toBe(report(DOCKER).score.of - 1);
    expect(unusedWaivers).toEqual([waivers[1]]);
  });

  it('a waiver of a check that was not made is not called unused', () => {
    const waivers = [{ check: '2.6', reason: 'r' }];
    expect(report(DOCKER, { check: ['5.4'] }, waivers).unusedWaivers).toEqual([]);
  });

  it('nor one of a check that could not be judged, or was judged on a part only', () => {
    const waivers = [{ check: '5.5', item: 'gone', reason: 'r' }];
    const unused = (evidence: Evidence, selection = {}) => report(evidence, selection, waivers).unusedWaivers;
    expect(unused(DOCKER)).toEqual(waivers);
    expect(unused(having({ containers: { missing: 'x' } })(DOCKER))).toEqual([]);
    expect(unused(DOCKER, { exclude: ['x'] })).toEqual([]);
  });

  it('says in a line what failed', () => {
    const detail = (evidence: Evidence) => report(evidence, { check: ['5.5'] }).findings[0]?.detail;
    expect(detail(two(true, false))).toBe('1 of 2 running containers: a is privileged');
    expect(detail(two(true, true))).toBe('2 of 2 running containers: a is privileged, and 1 more');
    expect(detail(two(false, false))).toBe('no running container is privileged');
  });

  it('lists what could not be judged', () => {
    const { unjudged, counts } = report(having({ images: { missing: 'docker did not answer in time' } })(DOCKER));
    expect(unjudged.map(({ check }) => check)).toEqual(['4.6', '4.7', '4.9', '4.10', '6.1']);
    expect(unjudged[0]?.cause).toBe('docker did not answer in time');
    expect(counts.pass).toBeGreaterThan(50); // what was there is judged
  });

  it('is plain JSON', () => {
    const made = report(all(container({ privileged: true }))(DOCKER));
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  it('is of what was selected', () => {
    const { findings, sections } = report(DOCKER, { check: ['5.4', '6'] });
    expect(findings.map(({ check }) => check)).toEqual(['5.4', '6.1', '6.2']);
    expect(sections.map(({ section }) => section)).toEqual(['5', '6']);
  });
});

describe('a comparison', () => {
  const only = { check: ['5.5'] };

  it('tells what appeared, item by item', () => {
    const { appeared, fixed, unchanged } = compare(report(two(true, true), only), report(two(true, false), only));
    expect(appeared).toEqual([{ check: '5.5', item: 'container b', detail: 'is privileged' }]);
    expect({ fixed, unchanged }).toEqual({ fixed: [], unchanged: 1 });
  });

  it('tells what was fixed', () => {
    const { appeared, fixed } = compare(report(two(false, false), only), report(two(true, false), only));
    expect(appeared).toEqual([]);
    expect(fixed.map(({ item }) => item)).toEqual(['container a']);
  });

  it('what is not judged any more is not fixed', () => {
    const earlier = report(two(true, false), only);
    expect(compare(report(two(true, false), { check: ['6'] }), earlier).fixed).toEqual([]);
    expect(compare(report(having({ containers: { missing: 'x' } })(DOCKER), only), earlier).fixed).toEqual([]);
  });

  it.each<[string, Partial<Selection>, Evidence, number]>([
    ['everything', {}, two(false, false), 1],
    ['the one that was mended', { targets: ['a'] }, two(false, false), 1],
    ['another', { targets: ['b'] }, two(true, false), 0],
    ['another, by its name', { exclude: ['a'] }, two(true, false), 0],
    ['one that is gone', { include: ['a', 'web'] }, DOCKER, 1],
    ['others than the one that is gone', { exclude: ['a'] }, DOCKER, 0],
    ['what has a label, which one that is gone may have had or not', { labels: ['x'] }, DOCKER, 0],
  ])('what is fixed, when one looks at %s', (_, selection, evidence, count) => {
    const now = report(evidence, { ...only, ...selection });
    const looked = lookedAt(evidence, { ...ALL, ...selection });
    expect(compare(now, report(two(true, false), only), looked).fixed).toHaveLength(count);
  });

  it('what is waived is not there', () => {
    const now = report(two(true, true), only, [{ check: '5.5', item: 'b', reason: 'r' }]);
    expect(compare(now, report(two(false, false), only)).appeared.map(({ item }) => item)).toEqual(['container a']);
  });

  it('a saved report is one again', () => {
    const saved = report(two(true, true));
    expect(parseBaseline(JSON.parse(JSON.stringify(saved)), 'f').findings).toEqual(saved.findings);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['no schema', {}],
    ['a newer one', { schema: 2 }],
    ['one of no version', { schema: 'x', taken: '', findings: [] }],
    ['no findings', { schema: 1, taken: '' }],
    ['a finding that is none', { schema: 1, taken: '', findings: [{ check: '5.5', state: 'fail', detail: '' }] }],
    [
      'an item that is none',
      { schema: 1, taken: '', findings: [{ check: '5.5', state: 'fail', detail: '', items: [null] }] },
    ],
  ])('refuses %s', (_, value) =>
    expect(() => parseBaseline(value, 'f')).toThrow(expect.objectContaining({ code: 'bad-report' })),
  );
});

it('only what has a higher number is called newer', () => {
  expect(() => parseBaseline({ schema: 2 }, 'f')).toThrow(/newer/);
  expect(() => parseBaseline({ schema: 'x' }, 'f')).toThrow(/no report/);
});

describe('a threshold', () => {
  const low = report(info({ experimental: true })(DOCKER));
  const high = report(container({ privileged: true })(DOCKER), { check: ['5.5'] });

  it.each<[string, string, boolean]>([
    ['high', 'low', false],
    ['medium', 'low', false],
    ['low', 'low', true],
    ['1', 'low', true],
    ['2', 'low', false],
    ['high', 'high', true],
    ['low', 'high', true],
    ['score', 'high', true],
    ['score:-1', 'high', false],
    ['score:1', 'low', false],
    ['score:999', 'low', true],
  ])('%s on the %s one: %s', (text, which, past) =>
    expect(breach(which === 'low' ? low : high, parseThreshold(text)) !== '').toBe(past),
  );

  it.each(['', '0', '-1', 'worst', 'score:', 'score:x', '1.5'])("refuses '%s'", (text) =>
    expect(() => parseThreshold(text)).toThrow(expect.objectContaining({ code: 'usage' })),
  );
});
