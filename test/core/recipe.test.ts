import { describe, expect, it } from 'vitest';
import { SpcError } from '../../src/core/errors.ts';
import { findRecipe, parseRecipe, type Recipe } from '../../src/core/recipe.ts';
import { repositoryOf } from '../../src/core/reference.ts';

const VALID = {
  version: 1,
  name: 'clock',
  aliases: ['ntp-client', 'time/clock'],
  images: ['registry.example.com:5000/time/clock:2'],
  summary: "Keeps the host's clock",
  source: 'time/clock:Dockerfile',
  labels: { RUN: 'docker run -d --cap-add=SYS_TIME --name NAME IMAGE' },
  privileges: [{ option: '--cap-add=SYS_TIME', why: 'Sets the clock.' }],
};

function recipe(changes: Partial<Recipe>): Recipe {
  return parseRecipe({ ...VALID, ...changes }, 'test.yaml');
}

function failure(value: unknown): SpcError {
  try {
    parseRecipe(value, 'test.yaml');
  } catch (error) {
    if (error instanceof SpcError) return error;
  }
  throw new Error('it was accepted');
}

describe('parseRecipe', () => {
  it('gives a typed recipe; what may be left out is filled', () => {
    expect(parseRecipe(VALID, 'test.yaml')).toEqual({ ...VALID, notes: '' });
    const { aliases, privileges, ...least } = VALID;
    expect(parseRecipe(least, 'test.yaml')).toMatchObject({ aliases: [], privileges: [] });
    expect(parseRecipe({ ...VALID, build: 'tools' }, 'test.yaml').build).toBe('tools');
  });

  it.each([
    ['a list', [], 'the document: '],
    ['nothing', null, 'the document: '],
    ['version 2', { ...VALID, version: 2 }, 'version: '],
    ['no name', { ...VALID, name: undefined }, 'name: '],
    ['a name that is a path', { ...VALID, name: '../clock' }, 'name: '],
    ['an alias with a blank', { ...VALID, aliases: ['ok', 'not ok'] }, 'aliases[1]: '],
    ['aliases that are no list', { ...VALID, aliases: 'clock' }, 'aliases: '],
    ['no image', { ...VALID, images: [] }, 'images: '],
    ['an image that is an option', { ...VALID, images: ['--privileged'] }, 'images[0]: '],
    ['an empty summary', { ...VALID, summary: ' ' }, 'summary: '],
    ['no labels', { ...VALID, labels: {} }, 'labels: '],
    ['a label that is a list', { ...VALID, labels: { RUN: ['docker'] } }, 'labels.RUN: '],
    ['a label in two spellings', { ...VALID, labels: { RUN: 'a', run: 'b' } }, 'labels.run: '],
    ['a label called __proto__', { ...VALID, labels: JSON.parse('{"__proto__": "x"}') }, 'labels: '],
    ['a privilege without why', { ...VALID, privileges: [{ option: '-v' }] }, 'privileges[0].why: '],
    [
      'a stranger in a privilege',
      { ...VALID, privileges: [{ option: 'a', why: 'b', tier: 'low' }] },
      'privileges[0].tier',
    ],
    ['a mistyped key', { ...VALID, privilege: [] }, 'privilege: unknown key'],
    ['another build', { ...VALID, build: 'make' }, 'build: '],
  ])('refuses %s, and says where', (_, value, where) => {
    const error = failure(value);
    expect(error.code).toBe('config');
    expect(error.message).toContain('test.yaml');
    expect(error.why.startsWith(where)).toBe(true);
  });
});

describe('findRecipe', () => {
  const clock = recipe({});
  const thief = recipe({ name: 'thief', aliases: ['clock'], images: ['localhost/ntp-client'] });

  it('takes a name before an alias, and an alias before an image', () => {
    expect(findRecipe([thief, clock], 'clock')).toBe(clock);
    expect(findRecipe([thief, clock], 'ntp-client')).toBe(clock);
  });

  it('takes an image by its repository, whatever its tag or digest', () => {
    const repository = 'registry.example.com:5000/time/clock';
    for (const suffix of ['', ':2', ':latest', `@sha256:${'0'.repeat(64)}`, `:3@sha256:${'0'.repeat(64)}`])
      expect(findRecipe([thief, clock], repository + suffix)).toBe(clock);
  });

  it("does not take another registry's image of the same path", () => {
    expect(findRecipe([clock], 'evil.example.com/time/clock')).toBeUndefined();
    expect(findRecipe([clock], 'registry.example.com/time/clock')).toBeUndefined();
    expect(findRecipe([clock], 'registry.example.com:5000/time/clock/more')).toBeUndefined();
  });
});

describe('repositoryOf', () => {
  it.each([
    ['docker.io/library/busybox:1', 'busybox'],
    ['busybox', 'busybox'],
    ['docker.io/a/b', 'a/b'],
    ['localhost:5000/b', 'localhost:5000/b'],
    ['localhost:5000/b:1', 'localhost:5000/b'],
  ])('%s → %s', (reference, repository) => expect(repositoryOf(reference)).toBe(repository));
});
