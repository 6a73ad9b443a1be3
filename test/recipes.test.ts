/** Every file in label-recipes is held to docs/recipes.md: a new one is found by its being there. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expandLabel } from '../src/core/label/expand.ts';
import { engineOf } from '../src/core/label/program.ts';
import { isRun, parseRunCommand } from '../src/core/label/runspec.ts';
import { judge } from '../src/core/privileges.ts';
import { parseRecipe, type Recipe } from '../src/core/recipe.ts';
import { repositoryOf } from '../src/core/reference.ts';
import type { Grant, LabelVariables, RunSpec } from '../src/core/types.ts';
import { judgeVerb } from '../src/core/verbs.ts';

const FOLDER = new URL('../label-recipes/', import.meta.url);
const FILES = readdirSync(FOLDER).sort();
const RECIPES = FILES.map((file) => parseRecipe(parse(readFileSync(new URL(file, FOLDER), 'utf8')), file));

/** What an engineer will look for by name. */
const EXPECTED = [
  'rhel-tools fedora-tools support-tools systemtap docker-bench-security rsyslog sadc cockpit-ws etcd flannel',
  'sssd ipa-server pcp-collector netutils openscap-daemon',
]
  .join(' ')
  .split(' ');

/** Labels that hold no command. */
const DATA_LABELS = new Set(['RUN_OPTS_FILE']);

function variables(recipe: Recipe): LabelVariables {
  return { IMAGE: 'localhost/it:1', NAME: recipe.name, PWD: '/pwd', HOME: '/root' };
}

function expand(recipe: Recipe, text: string): string[] {
  const { argv, error, unknown, warnings } = expandLabel('spc', text, variables(recipe), []);
  expect({ error, unknown, warnings }).toEqual({ error: null, unknown: [], warnings: [] });
  return argv ?? [];
}

function commands(recipe: Recipe): [string, string[]][] {
  const texts = Object.entries(recipe.labels).filter(([label]) => !DATA_LABELS.has(label));
  return texts.map(([label, text]) => [label, expand(recipe, text)]);
}

function runSpecs(recipe: Recipe): RunSpec[] {
  return commands(recipe)
    .map(([, argv]) => parseRunCommand(argv))
    .filter(isRun);
}

function grants(specs: RunSpec[]): Grant[] {
  return specs.flatMap((spec) => {
    const { grants, unjudged } = judge(spec);
    expect(unjudged).toEqual([]);
    return grants;
  });
}

/** The grants of one `privileges` entry, by judging a command that has only its option. */
function explained(recipe: Recipe, option: string): Grant[] {
  const spec = parseRunCommand(expand(recipe, `docker run ${option} IMAGE`));
  return isRun(spec) ? grants([spec]) : [];
}

const ids = (grants: Grant[]) => [...new Set(grants.map((grant) => grant.id))].sort();

describe('label-recipes', () => {
  it('has the images an engineer will ask for', () => {
    expect(FILES.every((file) => file.endsWith('.yaml'))).toBe(true);
    expect(RECIPES.map((recipe) => recipe.name)).toEqual(expect.arrayContaining(EXPECTED));
  });

  it('names each file after its recipe', () => {
    expect(RECIPES.map((recipe) => `${recipe.name}.yaml`)).toEqual(FILES);
  });

  it('uses no name, alias or image repository twice', () => {
    const names = RECIPES.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const owners = RECIPES.flatMap((recipe) => [...new Set(recipe.images.map(repositoryOf))]);
    expect(owners.filter((image, index) => owners.indexOf(image) !== index)).toEqual([]);
  });

  it('has the format that docs/recipes.md shows', () => {
    const doc = readFileSync(new URL('../docs/recipes.md', import.meta.url), 'utf8');
    const [, example = ''] = /^```yaml\n(.*?)^```$/ms.exec(doc) ?? [];
    const recipe = parseRecipe(parse(example), 'docs/recipes.md');
    expect(ids(recipe.privileges.flatMap(({ option }) => explained(recipe, option)))).toEqual(
      ids(grants(runSpecs(recipe))),
    );
  });

  it('lets only rhel-tools be built, under the name the builder gives it', () => {
    const built = RECIPES.filter((recipe) => recipe.build);
    expect(built.map(({ name, images: [first] }) => [name, first])).toEqual([
      ['rhel-tools', 'localhost/rhel-tools:latest'],
    ]);
  });
});

describe.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))('%s', (_, recipe) => {
  it('has labels that expand and parse, each for an engine and this image', () => {
    for (const [label, argv] of commands(recipe)) {
      expect(engineOf(argv[0] ?? ''), label).toBeDefined();
      const spec = parseRunCommand(argv);
      if (isRun(spec)) expect(spec.image, label).toBe('localhost/it:1');
      else expect(judgeVerb(spec, ['localhost/it:1', recipe.name]).grants, label).toEqual([]);
    }
  });

  it('says of each privilege why it is needed, in the words of a label', () => {
    const explanations = recipe.privileges.flatMap(({ option }) => explained(recipe, option));
    expect(ids(explanations)).toEqual(ids(grants(runSpecs(recipe))));
    const texts = Object.values(recipe.labels).map((text) => text.split(/\s+/).join(' '));
    for (const { option } of recipe.privileges) {
      expect(explained(recipe, option), option).not.toEqual([]);
      expect(
        texts.some((text) => ` ${text} `.includes(` ${option} `)),
        option,
      ).toBe(true);
    }
  });
});
