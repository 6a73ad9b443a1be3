import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSnapshot, snapshotText } from '../../../src/io/bench/snapshot.ts';
import { CONTAINER, DOCKER, PODMAN, ROOTLESS } from '../../core/bench/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-snapshot-'));
const path = join(folder, 'snapshot.json');
afterAll(() => rmSync(folder, { recursive: true }));
const saved = (text: string) => {
  writeFileSync(path, text);
  return readSnapshot(path);
};
const refusal = (text: string) =>
  saved(text).then(
    () => expect.fail('it was read'),
    (error: { code: string; message: string; why: string }) => error,
  );

it.each([
  ['docker', DOCKER],
  ['podman', PODMAN],
  ['rootless', ROOTLESS],
  ['trusted users', { ...DOCKER, trustedUsers: ['alice'] }],
])('evidence of %s is read as it was saved, nothing lost', async (_, evidence) =>
  expect(await saved(snapshotText(evidence))).toEqual(evidence),
);

it('a piece that is missing stays missing', async () => {
  const evidence = { ...DOCKER, containers: { missing: 'it hung' }, info: { missing: 'it hung' } };
  expect(await saved(snapshotText(evidence))).toEqual(evidence);
});

it('what a newer spc adds is left out', async () => {
  const text = JSON.stringify({ ...JSON.parse(snapshotText(DOCKER)), more: 1 });
  expect(await saved(text)).toEqual(DOCKER);
});

describe('refused is', () => {
  const with_ = (change: object) => JSON.stringify({ ...JSON.parse(snapshotText(DOCKER)), ...change });
  const containers = (change: object) => with_({ containers: { ok: [{ ...CONTAINER, ...change }] } });

  it.each([
    ['half of one', snapshotText(DOCKER).slice(0, 500), /is damaged/],
    ['no snapshot', '{}', /is no snapshot/],
    ['a list', '[]', /is no snapshot/],
    ['null', 'null', /is no snapshot/],
    ['a report', '{"schema": 1, "findings": []}', /is a report, not evidence/],
    ["a newer spc's", with_({ schema: 2 }), /newer spc/],
    ['without a piece', with_({ images: undefined }), /is no snapshot, or damaged/],
    ['with a piece that is both', with_({ mounts: { ok: [], missing: 'x' } }), /is no snapshot/],
    ['with a number for a name', containers({ name: 7 }), /is no snapshot/],
    ['with a mode that is none', with_({ files: { '/x': { state: 'present', mode: 65536 } } }), /is no snapshot/],
    ['with another engine', with_({ engine: { ...DOCKER.engine, name: 'nerdctl' } }), /is no snapshot/],
    ['with a time that is none', with_({ taken: 'yesterday<script>' }), /is no snapshot/],
    ['with an endless text', containers({ name: 'x'.repeat(2 << 20) }), /is no snapshot/],
  ])('%s', async (_, text, message) =>
    expect(await refusal(text)).toMatchObject({ code: 'bad-report', message: expect.stringMatching(message) }),
  );
});

it('keys of the language itself do no harm', async () => {
  const container = JSON.parse(
    JSON.stringify({ ...CONTAINER, labels: {} }).replace('"labels":{', '"labels":{"__proto__":"x"'),
  );
  const { containers } = await saved(snapshotText({ ...DOCKER, containers: { ok: [container] } }));
  const [read] = 'ok' in containers ? containers.ok : [];
  expect(read?.name).toBe(CONTAINER.name);
  expect(Object.getPrototypeOf(read?.labels)).toBe(Object.prototype);
});

it('deep JSON ends as any other that is none', async () =>
  expect((await refusal(`${'['.repeat(200_000)}`)).code).toBe('bad-report'));

it('and so does what is whole and deep', async () => {
  const text = snapshotText({ ...DOCKER, daemonFile: { ok: { path: '/d', value: { x: 7 } } } });
  const deep = text.replace(/"x": 7/, `"x": ${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  expect(await refusal(deep)).toMatchObject({ code: 'bad-report', why: 'it is nested too deeply' });
});
