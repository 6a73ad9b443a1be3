/** Hosts on which nothing is wrong: no rule may say otherwise, and what does not apply is said not to. */
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { Evidence } from '../../src/core/bench/types.ts';
import { DOCKER, PODMAN, ROOTLESS, swarm } from '../core/bench/evidence.ts';

/** State → ids, without what passes. */
function states(evidence: Evidence): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { id, rule } of CHECKS) {
    const { state } = rule(evidence);
    if (state !== 'pass') found[state] = `${found[state] ?? ''} ${id}`.trim();
  }
  return found;
}

const HUMAN = '4.2 4.3 4.4 4.8 4.11 4.12 5.23 5.24 5.28';
const DAEMON = '2.2 2.3 2.4 2.7 2.8';
const DAEMON_2 = '2.10 2.11 2.12 2.14 2.15 2.16 2.18';
const TLS = '3.9 3.10 3.11 3.12 3.13 3.14';
const SWARM = '7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 7.9';
const DOCKERS_OWN = '1.1.10 1.1.12 1.1.13 1.1.14 1.1.15 1.1.16 1.1.17';

describe('a good host', () => {
  it('docker', () => expect(states(DOCKER)).toEqual({ note: `1.2.1 1.2.2 2.1 ${HUMAN}`, 'not-applicable': SWARM }));

  it('docker in a swarm: only that it is one', () =>
    expect(states(swarm()(DOCKER))).toEqual({ note: `1.2.1 1.2.2 2.1 ${HUMAN} 7.6 7.8 7.9`, fail: '5.1' }));

  it('podman: what has to do with the daemon does not apply', () =>
    expect(states(PODMAN)).toEqual({
      note: `1.2.1 1.2.2 2.1 ${HUMAN}`,
      'not-applicable': `1.1.2 1.1.3 1.1.4 1.1.8 ${DOCKERS_OWN} ${DAEMON} 2.9 ${DAEMON_2} 3.7 3.8 ${TLS} 3.19 3.20 3.21 3.22 3.23 3.24 5.1 ${SWARM}`,
    }));

  it('rootless podman: nor what guards root', () =>
    expect(states(ROOTLESS)).toEqual({
      note: `1.2.1 1.2.2 ${HUMAN}`,
      'not-applicable': `1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.1.8 1.1.9 1.1.10 1.1.11 1.1.12 1.1.13 1.1.14 1.1.15 1.1.16 1.1.17 1.1.18 ${DAEMON} ${DAEMON_2} 3.1 3.2 3.7 3.8 ${TLS} 3.17 3.18 3.19 3.20 3.21 3.22 3.23 3.24 5.1 5.2 ${SWARM}`,
    }));
});
