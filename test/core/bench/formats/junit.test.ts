import { describe, expect, it } from 'vitest';
import { junit } from '../../../../src/core/bench/formats/junit.ts';
import { finding, hostileReport, item, report } from './report.ts';
import { parseXml } from './xml.ts';

const outcomes = (text: string) =>
  parseXml(text).children.flatMap(({ children }) =>
    children
      .filter(({ name }) => name === 'testcase')
      .map((each) => [each.attributes['name']?.split(' ')[0], each.children[0]?.name ?? 'passed'].join(' ')),
  );

describe('junit', () => {
  const root = parseXml(junit(report()));

  it('is a suite a section and a test a check', () => {
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ attributes }) => attributes['name'])).toEqual([
      '1 Host Configuration',
      '5 Container Runtime',
      '6 Operations',
    ]);
    const [first] = root.children[1]?.children.filter(({ name }) => name === 'testcase') ?? [];
    expect(first?.attributes).toMatchObject({
      classname: '5 Container Runtime',
      name: '5.2 Linux kernel capabilities are restricted',
    });
  });

  it('has an outcome for each state', () =>
    expect(outcomes(junit(report()))).toEqual([
      '1.1.1 passed',
      '1.1.3 error',
      '5.2 skipped',
      '5.4 failure',
      '5.9 system-out',
      '5.12 skipped',
      '5.29 failure',
      '6.1 skipped',
    ]));

  it('counts what it has', () => {
    expect(root.attributes).toMatchObject({ tests: '8', failures: '2', errors: '1', skipped: '3' });
    for (const suite of root.children) {
      const cases = suite.children.filter(({ name }) => name === 'testcase');
      const count = (name: string) => String(cases.filter(({ children }) => children[0]?.name === name).length);
      expect(suite.attributes).toMatchObject({
        tests: String(cases.length),
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      });
    }
  });

  it("gives a time that Jenkins' schema takes", () =>
    expect(root.children[0]?.attributes['timestamp']).toBe('2026-11-22T12:15:10'));

  it('tells each item and how to mend it', () => {
    const [first] =
      root.children[1]?.children.flatMap(({ children }) => children).filter(({ name }) => name === 'failure') ?? [];
    expect(first?.attributes).toEqual({ type: 'high', message: '1 of 3 running containers' });
    expect(first?.text.split('\n')).toEqual([
      '1 of 3 running containers',
      '- web: adds SYS_ADMIN',
      'Start it without --cap-add.',
    ]);
  });

  it('says why something is waived, each reason once', () => {
    const waiver = { reason: 'ours', expired: false };
    const waived = finding({ state: 'waived', items: ['a', 'b'].map((name) => item({ name, waiver })) });
    expect(junit(report([waived]))).toContain('<skipped message="1 of 3 running containers; waived: ours"/>');
  });

  it('is well-formed whatever a name holds, and a name stays on its line', () => {
    const [failure] = parseXml(junit(hostileReport()))
      .children.flatMap(({ children }) => children)
      .flatMap(({ children }) => children)
      .filter(({ name }) => name === 'failure');
    expect(failure?.text.split('\n')).toHaveLength(4);
    expect(failure?.text).toContain('<script>');
  });
});
