import { describe, expect, it } from 'vitest';
import { parseHistory, parseImages } from '../../../../src/core/bench/parse/images.ts';
import { list } from '../../../fixtures/bench/read.ts';

const NONE = () => ({ missing: 'not asked' });

describe('docker', () => {
  const images = parseImages(list('docker-images.json'), (id) => ({ ok: [{ createdBy: id, empty: false }] }));

  it('reads names and ids', () => {
    expect(images.map(({ tags }) => tags)).toEqual([['localhost/spc-bb:latest'], ['localhost/spc-tools:latest']]);
    expect(images[0]?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is told the history by id', () =>
    expect(images[0]?.history).toEqual({ ok: [{ createdBy: images[0]?.id, empty: false }] }));

  it('says that there is no health check', () => expect(images[0]?.healthcheck).toBe(false));
});

describe('podman', () => {
  const images = parseImages(list('podman-images.json'), NONE);

  it('has ids with the algorithm', () => expect(images[0]?.id).toMatch(/^sha256:[0-9a-f]{64}$/));

  it('has its own history', () =>
    expect(images[0]?.history).toMatchObject({
      ok: [{ createdBy: expect.stringContaining('ADD file'), empty: false }],
    }));
});

describe('variables', () => {
  const env = (Env: string[]) => parseImages([{ Id: 'x', Config: { Env } }], NONE)[0]?.env;

  it('keeps no secret, but that there is one', () =>
    expect(env(['DB_PASSWORD=hunter2', 'API_TOKEN=', 'PATH=/bin'])).toEqual([
      'DB_PASSWORD=***',
      'API_TOKEN=',
      'PATH=/bin',
    ]));
});

it('leaves out tags that are none', () =>
  expect(parseImages([{ Id: 'x', RepoTags: ['<none>:<none>', 'a:1'] }], NONE)[0]?.tags).toEqual(['a:1']));

it("takes a health check at podman's place for one", () =>
  expect(parseImages([{ Id: 'x', HealthCheck: { Test: ['CMD', 'y'] } }], NONE)[0]?.healthcheck).toBe(true));

it.each([[undefined], [{}], ['x']])('history of %j is empty', (value) => expect(parseHistory(value)).toEqual([]));
