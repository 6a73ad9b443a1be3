/** Images and recipes → rows of one list. */
import { findRecipe, type Recipe } from '../recipe.ts';
import type { ListedImage } from '../types.ts';
import type { ImageRow } from './columns.ts';

/** Labels that spc acts on, and a user asks for by name. */
export const VERBS = ['RUN', 'INSTALL', 'UNINSTALL', 'STOP'] as const;

/** `isTools`: it is the tools image, built here. */
export function imageRow(
  engine: string,
  image: ListedImage,
  recipes: readonly Recipe[],
  isTools: (image: ListedImage) => boolean,
): ImageRow {
  const { id, tags, labels, created = null, size = null } = image;
  const recipe = tags.map((tag) => findRecipe(recipes, tag)).find((each) => each !== undefined);
  return {
    kind: isTools(image) ? 'tools' : 'image',
    engine,
    name: tags[0] ?? id.slice('sha256:'.length, 'sha256:'.length + 12),
    id,
    tags,
    size,
    created,
    verbs: VERBS.filter((verb) => has(labels, verb) || has(recipe?.labels ?? {}, verb)),
    recipe: recipe?.name ?? null,
    summary: recipe?.summary ?? '',
  };
}

export function recipeRow({ name, images, labels, summary }: Recipe): ImageRow {
  const verbs = VERBS.filter((verb) => has(labels, verb));
  return {
    kind: 'recipe',
    engine: '',
    name,
    id: '',
    tags: images,
    size: null,
    created: null,
    verbs,
    recipe: name,
    summary,
  };
}

/** In whatever case, as spc's own dialect has it. */
const has = (labels: Readonly<Record<string, string>>, verb: string) =>
  Object.keys(labels).some((key) => key.length === verb.length && key.toUpperCase() === verb);
