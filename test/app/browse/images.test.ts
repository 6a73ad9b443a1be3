import { describe, expect, it } from 'vitest';
import { browseImages } from '../../../src/app/browse/images.ts';
import { browser } from '../../../src/app/browse/list.ts';
import { Patient } from '../../../src/app/browse/patient.ts';
import { SpcError } from '../../../src/core/errors.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import type { EngineName, ListedImage } from '../../../src/core/types.ts';
import { ESCAPES, LONG, unsafeIn } from '../../core/wire/hostile.ts';
import { column } from './lab.ts';

const idOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (digit: string, tags: string[], labels: Record<string, string> = {}): ListedImage => ({
  id: idOf(digit),
  tags,
  labels,
});
const recipe = {
  name: 'tools',
  images: ['localhost/tools'],
  aliases: [],
  labels: { RUN: 'r' },
  summary: 's',
} as unknown as Recipe;

function open(engines: Partial<Record<EngineName, () => Promise<ListedImage[]>>>, recipes = [recipe]) {
  const patient = <T>(name: string, question: () => Promise<T>) =>
    new Patient(question, {
      name,
      freshMs: 0,
      waitMs: 50,
      now: () => 0,
      pause: (ms) => new Promise((done) => setTimeout(done, ms)),
    });
  const each = Object.entries(engines).map(([name, list]) => ({
    name: name as EngineName,
    images: patient(name, list),
  }));
  const isTools = ({ id }: ListedImage) => id === idOf('9');
  return browser(browseImages({ engines: each, recipes: patient('recipes', async () => recipes), isTools }));
}

describe('browseImages', () => {
  it('shows those of every engine by name, then recipes', async () => {
    const answer = await open({
      docker: async () => [image('1', []), image('2', ['z:1', 'y:1'], { RUN: 'x' }), image('9', ['localhost/tools:1'])],
      podman: async () => [image('3', ['a:1'])],
    })();
    expect(column(answer, 'name')).toEqual(['localhost/tools:1', 'z:1', '1'.repeat(12), 'a:1', 'tools']);
    expect(column(answer, 'kind')).toEqual(['tools', 'image', 'image', 'image', 'recipe']);
    expect(column(answer, 'verbs')).toEqual(['RUN', 'RUN', '-', '-', 'RUN']);
    expect(answer.rows.map(({ target, engine }) => [target, engine])).toEqual([
      ['localhost/tools:1', 'docker'],
      ['z:1', 'docker'],
      [idOf('1'), 'docker'],
      ['a:1', 'podman'],
      ['tools', ''],
    ]);
    expect(answer.gaps).toEqual([]);
  });

  it('an engine that hangs or fails is a line, and the others are there', async () => {
    const answer = await open({
      docker: () => new Promise(() => {}),
      podman: async () => [image('3', ['a:1'])],
      nerdctl: async () => {
        throw new SpcError('engine-down', 'nerdctl does not answer', 'no socket');
      },
    })();
    expect(column(answer, 'name')).toEqual(['a:1', 'tools']);
    expect(answer.gaps).toEqual(['docker has not answered yet', 'nerdctl does not answer: no socket']);
  });

  it.each(['-v', '--privileged', 'a b', 'x\x1b[m', ''])('a name that is none (%j) is never a target', async (tag) => {
    const { rows } = await open({ docker: async () => [image('1', [tag])] }, [])();
    expect(rows[0]?.target).toBe(idOf('1'));
  });

  it.each([...ESCAPES, LONG])('is safe whatever an image is called: %j', async (text) => {
    const hostile = { ...image('1', [text], { [text]: text }), created: text };
    const { rows } = await open({ docker: async () => [hostile] }, [{ ...recipe, summary: text }])();
    expect(unsafeIn(rows)).toEqual([]);
    expect(JSON.stringify(rows).length).toBeLessThan(4000);
  });
});
