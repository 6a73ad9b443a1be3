/** The table as a whole: complete, in order, worded; what it cannot judge it says. */
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { compareIds } from '../../src/core/bench/order.ts';
import { SEVERITIES } from '../../src/core/bench/types.ts';
import { all, container, DOCKER, having, PODMAN, ROOTLESS, settings, swarm } from '../core/bench/evidence.ts';
import { checkOf } from './check-of.ts';

/** `1.1`, 18 is 1.1.1 to 1.1.18. The benchmark's own count. */
const COUNTS: readonly [prefix: string, count: number][] = [
  ['1.1', 18],
  ['1.2', 2],
  ['2', 18],
  ['3', 24],
  ['4', 12],
  ['5', 32],
  ['6', 2],
  ['7', 9],
  ['C.5.3', 4],
];

const range = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}.${at + 1}`);

/** As the benchmark marks them. */
const LEVEL_2 =
  '1.1.7 1.1.8 1.1.9 1.1.10 1.1.11 1.1.12 1.1.13 1.1.14 1.1.15 1.1.16 1.1.17 1.1.18 2.9 2.10 2.11 2.12 2.13 2.17 4.5 4.8 4.11 5.3 5.23 5.24 5.30';
const MANUAL =
  '1.2.1 1.2.2 2.1 2.8 2.17 4.2 4.3 4.4 4.7 4.8 4.9 4.10 4.11 4.12 5.9 5.18 5.19 5.24 5.28 5.30 6.1 6.2 7.4 7.6 7.7 7.8 7.9';

const idsOf = (checks: typeof CHECKS) => checks.map(({ id }) => id).join(' ');

describe('the table of checks', () => {
  it('has every check once, in order', () => {
    expect(CHECKS.map(({ id }) => id)).toEqual(COUNTS.flatMap(([prefix, count]) => range(prefix, count)));
    expect(CHECKS).toHaveLength(121);
  });

  it('knows levels and modes', () => {
    expect(idsOf(CHECKS.filter(({ level }) => level === 2))).toBe(LEVEL_2);
    expect(idsOf(CHECKS.filter(({ mode }) => mode === 'manual'))).toBe(MANUAL);
    expect(CHECKS.filter(({ scored }) => scored).length).toBe(121 - MANUAL.split(' ').length);
  });

  it.each(CHECKS.map((check) => [check.id, check] as const))('%s says what, why and how', (_, check) => {
    const { what, why, how } = check.explain;
    for (const text of [check.title, what, why, how]) expect(text.length).toBeGreaterThan(8);
    for (const text of [what, why, how]) expect(text).toMatch(/^[A-Za-z]/);
    expect(SEVERITIES).toContain(check.severity);
  });

  it('orders ids as the benchmark does', () =>
    expect(['C.5.3.1', '5.10', '1.2.1', '5.9', '1.1.10'].sort(compareIds)).toEqual([
      '1.1.10',
      '1.2.1',
      '5.9',
      '5.10',
      'C.5.3.1',
    ]));
});

describe('missing evidence', () => {
  /** A host on which every check applies, so that what is missing is asked for. */
  const HOST = all(swarm())(DOCKER);

  const NEEDS = CHECKS.flatMap(({ id, needs }) => needs.map((name) => [id, name] as const));

  it.each(NEEDS)('%s without %s is an error, with the cause', (id, name) => {
    const found = checkOf(id)?.rule(having({ [name]: { missing: `no ${name}: EACCES` } })(HOST));
    expect(found).toMatchObject({ state: 'error', detail: `no ${name}: EACCES` });
  });

  it('a file that was not looked at is an error', () => {
    const found = CHECKS.filter(({ scope }) => scope === 'files').map(({ rule }) => rule({ ...HOST, files: {} }).state);
    expect(new Set(found)).toEqual(new Set(['error']));
  });

  it('what is needed of another engine is not asked for', () => {
    const bare = having({ secrets: { missing: 'x' }, sockets: { missing: 'x' }, daemonFile: { missing: 'x' } });
    expect(CHECKS.filter(({ rule }) => rule(bare(PODMAN)).state === 'error')).toEqual([]);
  });
});

describe('podman', () => {
  it('says which checks are about docker only', () => {
    const not = CHECKS.filter(({ engines }) => !engines.includes('podman'));
    for (const { rule } of not) expect(rule(PODMAN).state).toBe('not-applicable');
    expect(not.length).toBeGreaterThan(30);
  });

  it('is judged by what it says itself, not by docker beside it', () => {
    const beside = all(settings({ icc: true, 'log-level': 'debug' }), swarm())(PODMAN);
    const found = CHECKS.filter(({ section }) => ['2', '7'].includes(section)).map(({ rule }) => rule(beside).state);
    expect(found).not.toContain('fail');
  });

  it('fails where its own facts are wrong, rootless too', () => {
    const bad = container({ privileged: true, memory: 0, capAdd: [], securityOpt: [], process: { missing: 'x' } });
    for (const host of [PODMAN, ROOTLESS])
      for (const id of ['5.4', '5.5', '5.11', '5.22', '5.26', 'C.5.3.3'])
        expect([id, checkOf(id)?.rule(bad(host)).state]).toEqual([id, 'fail']);
  });
});

describe('hostile names', () => {
  const NAME = '\u001b]0;x\u0007=cmd|calc!A1<script>\u202e__proto__';
  const bad = all(
    container({ name: NAME, privileged: true, memory: 0, user: '', image: { id: '__proto__', name: NAME } }),
    having({
      networks: {
        ok: [
          {
            id: 'n',
            name: NAME,
            driver: 'overlay',
            ingress: false,
            options: JSON.parse('{"__proto__": "x"}'),
            containers: [],
          },
        ],
      },
    }),
    swarm(),
  )(DOCKER);

  it('change no verdict, and are handed on as they are', () => {
    expect(checkOf('5.5')?.rule(bad)).toMatchObject({ state: 'fail', items: [{ name: NAME }] });
    expect(checkOf('7.3')?.rule(bad)).toMatchObject({ state: 'fail', items: [{ name: NAME }] });
  });

  it('no rule throws', () => {
    for (const { rule } of CHECKS) expect(rule(bad).state).toMatch(/./);
  });

  it('keys of daemon.json that JavaScript knows are nothing special', () => {
    const value = JSON.parse('{"__proto__": {"icc": false}, "constructor": "x", "toString": 1}');
    expect(checkOf('2.2')?.rule(settings(value)(DOCKER)).state).toBe('fail');
  });
});
