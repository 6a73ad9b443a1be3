/** Shows the recipes: which there are, and what one holds. */
import { SpcError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Recipe } from '../core/recipe.ts';
import { sanitize } from '../core/sanitize.ts';
import { table } from '../core/table.ts';
import type { UseCase } from '../core/types.ts';
import { loadRecipe, loadRecipes } from '../io/recipes.ts';

/** Lists every recipe, the site's first. Throws `config` for a recipe file that is wrong. */
export async function* listRecipes(): UseCase {
  const recipes = await loadRecipes();
  const rows = recipes.map(({ name, aliases, labels, summary }) => [
    name,
    aliases.join(' '),
    Object.keys(labels).join(' '),
    summary,
  ]);
  const text = table([['NAME', 'ALIASES', 'LABELS', 'SUMMARY'], ...rows]);
  yield { kind: 'result', text, data: recipes };
  return 0;
}

/** Shows one recipe by name, alias or image. Throws `no-image` with the nearest names, or `config`. */
export async function* showRecipe(nameOrRef: string): UseCase {
  const recipe = await loadRecipe(nameOrRef);
  if (!recipe) throw await unknownRecipe(nameOrRef);
  yield { kind: 'result', text: describe(recipe), data: recipe };
  return 0;
}

async function unknownRecipe(nameOrRef: string): Promise<SpcError> {
  const names = (await loadRecipes()).flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearest(nameOrRef, names);
  const hint = near.length > 0 ? near.map((name) => `spc recipe show ${name}`).join(', or ') : 'spc recipe ls';
  return new SpcError('no-image', `no recipe for ${nameOrRef}`, 'no name, alias or image of a recipe is that', hint);
}

function describe(recipe: Recipe): string {
  const { name, summary, aliases, images, labels, privileges, notes, source, build } = recipe;
  const facts = [
    ['aliases', aliases.join(', ') || 'none'],
    ['images', images.join(', ')],
    ['source', source],
    ...(build ? [['made by', 'spc tools build']] : []),
  ];
  return [
    `${sanitize(name)}: ${sanitize(summary)}`,
    '',
    table(facts),
    ...section('labels', Object.entries(labels)),
    ...section(
      'why each privilege',
      privileges.map(({ option, why }) => [option, why]),
    ),
    ...section('notes', notes ? [[notes]] : []),
  ].join('\n');
}

/** A heading, and each entry's first word above the indented rest: labels are too long for columns. */
function section(title: string, entries: string[][]): string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([head = '', ...rest]) => [
    `  ${sanitize(head)}`,
    ...rest.map((text) => `      ${sanitize(text)}`),
  ]);
  return ['', title, ...lines];
}
