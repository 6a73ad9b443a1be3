import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { Item, Judgement, Waiver } from '../../../src/core/bench/types.ts';
import { applyWaivers, parseWaivers } from '../../../src/core/bench/waivers.ts';

const TODAY = '2026-11-22';

const item = (name: string): Item => ({ kind: 'container', name, id: '', detail: 'is privileged' });

const failed = (...names: string[]): Judgement => ({
  state: 'fail',
  detail: 'bad',
  items: names.map(item),
  evidence: [],
});

const waiver = (over: Partial<Waiver> = {}): Waiver => ({ check: '5.5', reason: 'lab', ...over });

describe('waivers', () => {
  it.each<[string, Judgement, Waiver[], string]>([
    ['none', failed('a'), [], 'fail'],
    ['of another check', failed('a'), [waiver({ check: '5.4' })], 'fail'],
    ['of the whole check', failed('a', 'b'), [waiver()], 'waived'],
    ['of one of two', failed('a', 'b'), [waiver({ item: 'a' })], 'fail'],
    ['of each', failed('a', 'b'), [waiver({ item: 'a' }), waiver({ item: 'b' })], 'waived'],
    ['by a pattern', failed('ci-1', 'ci-2'), [waiver({ item: 'ci-*' })], 'waived'],
    ['on its last day', failed('a'), [waiver({ expires: TODAY })], 'waived'],
    ['expired', failed('a'), [waiver({ expires: '2026-11-21' })], 'fail'],
    [
      'expired, and renewed',
      failed('a'),
      [waiver({ expires: '2026-01-01' }), waiver({ expires: '2027-01-01' })],
      'waived',
    ],
    ['of a check without items', failed(), [waiver()], 'waived'],
    ['of an item, where there are none', failed(), [waiver({ item: '*' })], 'fail'],
    ['of a check without items, expired', failed(), [waiver({ expires: '2026-01-01' })], 'fail'],
    ['of what passed', { ...failed(), state: 'pass' }, [waiver()], 'pass'],
    ['of what could not be judged', { ...failed(), state: 'error' }, [waiver()], 'error'],
  ])('%s', (_, judgement, waivers, state) => expect(applyWaivers('5.5', judgement, waivers, TODAY).state).toBe(state));

  it('an expired one says so', () => {
    const { detail, items, used } = applyWaivers('5.5', failed('a'), [waiver({ expires: '2026-01-01' })], TODAY);
    expect(detail).toBe('bad; waived until 2026-01-01, which is over');
    expect(items[0]?.waiver).toEqual({ reason: 'lab', expires: '2026-01-01', expired: true });
    expect(used).toHaveLength(1);
  });

  it('one that waives tells its reason', () => {
    const whole = applyWaivers('5.5', failed(), [waiver()], TODAY);
    expect(whole.waiver).toEqual({ reason: 'lab', expired: false });
    expect(applyWaivers('5.5', failed('a'), [waiver()], TODAY).items[0]?.waiver?.reason).toBe('lab');
  });
});

describe('the waivers file', () => {
  const parse = (...waivers: unknown[]) => parseWaivers({ version: 1, waivers }, 'w.yaml', CHECKS);

  it('gives its waivers', () =>
    expect(
      parse({ check: '5.10', item: 'web', reason: 'r', expires: '2026-12-31' }, { check: 5.4, reason: 'r' }),
    ).toEqual([
      { check: '5.10', item: 'web', reason: 'r', expires: '2026-12-31' },
      { check: '5.4', reason: 'r' },
    ]));

  it('takes a date that YAML made of it', () =>
    expect(parse({ check: '5.5', reason: 'r', expires: new Date('2026-12-31') })[0]?.expires).toBe('2026-12-31'));

  it.each<[string, unknown, string]>([
    ['a number that may be 5.1 or 5.10', { check: 5.1, reason: 'r' }, 'waivers[0].check: 5.1 or 5.10?'],
    ['no such check', { check: '5.99', reason: 'r' }, 'waivers[0].check: there is no check 5.99'],
    ['no reason', { check: '5.5' }, 'waivers[0].reason'],
    ['a blank reason', { check: '5.5', reason: ' ' }, 'waivers[0].reason'],
    ['no such day', { check: '5.5', reason: 'r', expires: '2026-02-30' }, 'there is no day 2026-02-30'],
    ['no day', { check: '5.5', reason: 'r', expires: 'soon' }, 'must be YYYY-MM-DD'],
    ['an unknown key', { check: '5.5', reason: 'r', expire: '2026-12-31' }, "unknown key 'expire'"],
    ['no map', 'x', 'must be a map'],
  ])('refuses %s', (_, value, why) =>
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'config', why: expect.stringContaining(why) })),
  );

  it.each([null, [], {}, { version: 2, waivers: [] }, { version: 1 }])('refuses %j', (value) =>
    expect(() => parseWaivers(value, 'w.yaml', CHECKS)).toThrow(expect.objectContaining({ code: 'config' })),
  );
});
