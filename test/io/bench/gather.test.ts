/** All evidence from an engine that is a script: what it says is captured, the host is this one. */
import { afterEach, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { judge } from '../../../src/core/bench/report.ts';
import { ALL } from '../../../src/core/bench/selection.ts';
import type { Evidence } from '../../../src/core/bench/types.ts';
import { gather } from '../../../src/io/bench/gather.ts';
import { evidenceSchema } from '../../../src/io/bench/schema/evidence.ts';
import { snapshotText } from '../../../src/io/bench/snapshot.ts';
import { list } from '../../fixtures/bench/read.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

const before = process.env['PATH'];
let engine: FakeEngine;
const use = (name: 'docker' | 'podman') => {
  engine = fakeEngine(name);
  process.env['PATH'] = `${engine.path}:/usr/bin:/bin`;
};
afterEach(() => {
  process.env['PATH'] = before;
  engine.remove();
});

const judged = (evidence: Evidence) =>
  judge(evidence, { checks: CHECKS, selection: ALL, waivers: [], today: '2026-11-22', version: '1' });

/** The captured container so many times. */
function manyContainers(count: number): void {
  const [one] = list('docker-containers.json') as { Id: string; Name: string }[];
  const many = Array.from({ length: count }, (_, at) => ({
    ...one,
    Id: String(at).padStart(64, '0'),
    Name: `/c${at}`,
  }));
  engine.answer('ps', many.map(({ Id }) => Id).join('\n'));
  engine.answer('container', JSON.stringify(many));
}

it('500 containers cost eight calls', async () => {
  use('docker');
  manyContainers(500);
  const { evidence, failure } = await gather({ engine: 'docker', timeoutMs: 20_000 });
  expect(failure).toBeUndefined();
  expect('ok' in evidence.containers && evidence.containers.ok).toHaveLength(500);
  expect(engine.calls()).toHaveLength(8);
  const privileged = judged(evidence).findings.find(({ check }) => check === '5.5');
  expect(privileged?.items).toHaveLength(500);
});

it.each(['docker', 'podman'] as const)('what is gathered of %s is what a snapshot may hold', async (name) => {
  use(name);
  const { evidence } = await gather({ engine: name, timeoutMs: 20_000, trustedUsers: ['alice'] });
  expect(evidenceSchema.parse(JSON.parse(snapshotText(evidence)))).toEqual(JSON.parse(JSON.stringify(evidence)));
  expect(evidence).toMatchObject({ engine: { name, version: expect.stringMatching(/^\d/) }, trustedUsers: ['alice'] });
});

it('no environment of a container, and no value of a secret, is evidence', async () => {
  use('docker');
  const { evidence } = await gather({ engine: 'docker', timeoutMs: 20_000 });
  expect('ok' in evidence.containers && evidence.containers.ok[0]).not.toHaveProperty('env');
  expect(JSON.stringify(evidence)).not.toContain('DB_PASSWORD=x');
});

it('a pid that the engine tells is not taken for a container without other evidence', async () => {
  use('docker');
  const [one] = list('docker-containers.json') as { State: object }[];
  engine.answer('container', JSON.stringify([{ ...one, State: { Running: true, Pid: process.pid } }]));
  const { evidence } = await gather({ engine: 'docker', timeoutMs: 20_000 });
  const [container] = 'ok' in evidence.containers ? evidence.containers.ok : [];
  expect(container?.process).toEqual({ missing: expect.stringContaining('its processes are not to be seen') });
});

it('an engine that does not answer at all leaves the host to be judged', async () => {
  use('docker');
  for (const question of ['info', 'ps', 'images', 'network ls'] as const) engine.answer(question, '', 'down', 1);
  const { evidence, failure } = await gather({ engine: 'docker', timeoutMs: 20_000 });
  expect(failure).toBeDefined();
  expect([evidence.info, evidence.containers, evidence.processes]).toEqual(Array(3).fill({ missing: 'docker: down' }));
  expect(evidence.files['/etc/docker']?.state).toMatch(/present|absent/);
});

it('of an engine on another machine nothing here is evidence', async () => {
  use('docker');
  engine.answer('context', 'ssh://elsewhere\n');
  const { evidence } = await gather({ engine: 'docker', timeoutMs: 20_000 });
  const why = 'docker runs on another machine (ssh://elsewhere): run spc bench there';
  expect([evidence.mounts, evidence.dockerGroup, evidence.units]).toEqual(Array(3).fill({ missing: why }));
  expect(evidence.files['/etc/docker']).toEqual({ state: 'unreadable', cause: why });
  expect('ok' in evidence.images).toBe(true);
});
