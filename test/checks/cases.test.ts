/** Every branch of every rule, as a table; and that no rule is without a passing and a failing evidence. */
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { DOCKER } from '../core/bench/evidence.ts';
import { CONTAINERS_CASES } from './cases/containers.ts';
import { DAEMON_CASES } from './cases/daemon.ts';
import { FILES_CASES } from './cases/files.ts';
import { HOST_CASES } from './cases/host.ts';
import { IMAGES_CASES } from './cases/images.ts';
import { SWARM_CASES } from './cases/swarm.ts';
import { checkOf } from './check-of.ts';

const CASES = [...HOST_CASES, ...DAEMON_CASES, ...FILES_CASES, ...IMAGES_CASES, ...CONTAINERS_CASES, ...SWARM_CASES];

/** Automated, and yet no program can tell: a question, which must not fail. */
const QUESTIONS = ['5.23'];

describe('rules', () => {
  it.each(CASES)('%s: %s when %s', (id, state, _, change) => {
    const found = checkOf(id)?.rule(change(DOCKER));
    expect({ state: found?.state, detail: found?.detail }).toEqual({ state, detail: expect.stringMatching(/./) });
  });

  it.each(CASES.filter(([, state]) => state === 'fail'))(
    '%s: %s when %s, and says what and how',
    (id, _, __, change) => {
      const check = checkOf(id);
      const found = check?.rule(change(DOCKER));
      expect(found?.evidence.length).toBeGreaterThan(0);
      for (const item of found?.items ?? []) expect(item.name && item.detail).not.toBe('');
      expect(check?.explain.how).not.toBe('');
    },
  );

  it.each(CHECKS.map(({ id, mode }) => [id, mode] as const))('%s (%s) has both sides', (id, mode) => {
    const states = new Set(CASES.filter(([of]) => of === id).map(([, state]) => state));
    if (mode === 'automated' && !QUESTIONS.includes(id))
      expect([...states]).toEqual(expect.arrayContaining(['pass', 'fail']));
    else if (states.has('note')) expect(states).not.toContain('fail');
    else expect([...states]).toEqual(expect.arrayContaining(['pass', 'info']));
  });
});
