/** Local images of every engine and spc's recipes, to be browsed. */
import type { ImageRow } from '../../core/images/columns.ts';
import { IMAGE_COLUMNS, IMAGE_DEFAULTS } from '../../core/images/columns.ts';
import { imageRow, recipeRow } from '../../core/images/rows.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { EngineName, ListedImage } from '../../core/types.ts';
import type { Identity } from '../../core/wire/answer.ts';
import type { Browsed } from './list.ts';
import type { Answered, Patient } from './patient.ts';

export interface ImageSources {
  engines: readonly { name: EngineName; images: Patient<ListedImage[]> }[];
  recipes: Patient<Recipe[]>;
  /** The tools image, built here. */
  isTools(image: ListedImage): boolean;
}

/** Images by name, engine by engine; then the recipes. What an engine has not told yet is missing, and said so. */
export function browseImages({ engines, recipes, isTools }: ImageSources): Browsed<ImageRow> {
  return {
    columns: IMAGE_COLUMNS,
    defaults: IMAGE_DEFAULTS,
    spare: ['id', 'kind', 'created', 'summary'],
    identify,
    read,
  };

  async function read() {
    const [known, ...answers] = await Promise.all([
      recipes.ask(),
      ...engines.map(async ({ name, images }) => ({ name, told: await images.ask() })),
    ]);
    const lent = known.value ?? [];
    const rows = answers.flatMap(({ name, told }) => rowsOf(name, told, lent));
    return {
      rows: [...rows, ...lent.map(recipeRow)],
      gaps: [known, ...answers.map(({ told }) => told)].flatMap(gapsOf),
    };
  }

  function rowsOf(engine: EngineName, { value = [] }: Answered<ListedImage[]>, lent: readonly Recipe[]): ImageRow[] {
    return value.map((image) => imageRow(engine, image, lent, isTools)).sort(byName);
  }
}

const gapsOf = ({ gap }: Answered<unknown>) => (gap ? [gap] : []);

const byName = (a: ImageRow, b: ImageRow) =>
  Number(a.tags.length === 0) - Number(b.tags.length === 0) || order(a.name, b.name);
const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function identify({ kind, engine, name, id, tags }: ImageRow): Identity {
  if (kind === 'recipe') return { id: `recipe ${name}`, target: name, mark: '', engine: '' };
  const target = tags.find((tag) => REFERENCE.test(tag)) ?? id;
  return { id: `${engine} ${id}`, target, mark: '', engine };
}

/** A name no command takes for an option, nor a terminal for anything: repository, and tag or digest. */
const REFERENCE = /^[a-z0-9][\w./:@-]{0,254}$/i;
