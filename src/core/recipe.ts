/** Label recipes: the run labels of well-known images, kept beside the program, with the reason for each privilege. */
import { SpcError } from './errors.ts';
import { repositoryOf } from './reference.ts';

/** Why an option of the labels is needed. */
export interface RecipePrivilege {
  /** The option as the label writes it: `--privileged`, `-v /:/host`. */
  option: string;
  why: string;
}

/** One image's recipe; the format of label-recipes/*.yaml (docs/recipes.md). */
export interface Recipe {
  version: 1;
  /** Also its file's name without `.yaml`. */
  name: string;
  aliases: string[];
  /** Candidate image references, best first. */
  images: string[];
  summary: string;
  /** Where the labels were read. */
  source: string;
  /** RUN, INSTALL, UNINSTALL, STOP … → the label's text. */
  labels: Record<string, string>;
  privileges: RecipePrivilege[];
  /** Known defects of the published labels, and what was mended; may be empty. */
  notes: string;
  /** `tools`: `spc tools build` can make the image. */
  build?: 'tools';
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const ALIAS = /^[a-z0-9][a-z0-9._-]{0,127}(\/[a-z0-9][a-z0-9._-]{0,127}){0,3}$/;
const IMAGE = /^[a-z0-9][A-Za-z0-9._:/@-]{0,511}$/;
const LABEL = /^[A-Za-z][A-Za-z0-9._-]{0,127}$/;
const KEYS = [
  'version',
  'name',
  'aliases',
  'images',
  'summary',
  'source',
  'labels',
  'privileges',
  'notes',
  'build',
] as const;

/**
 * Checks a parsed recipe file and gives it its type. `source` names the file in the error.
 * Throws `config` with the path of the first wrong value: `privileges[2].why: …`.
 */
export function parseRecipe(value: unknown, source: string): Recipe {
  const at = checker(source);
  const top = at.map(value, '');
  at.known(top, KEYS, '');
  if (top['version'] !== 1) at.fail('version', 'must be 1, the only version of the format');
  const recipe: Recipe = {
    version: 1,
    name: at.match(top['name'], NAME, 'name'),
    aliases: at.list(top['aliases'], 'aliases', (item, path) => at.match(item, ALIAS, path)),
    images: at.list(top['images'], 'images', (item, path) => at.match(item, IMAGE, path)),
    summary: at.text(top['summary'], 'summary'),
    source: at.text(top['source'], 'source'),
    labels: parseLabels(at, top['labels']),
    privileges: at.list(top['privileges'], 'privileges', (item, path) => parsePrivilege(at, item, path)),
    notes: top['notes'] === undefined ? '' : at.text(top['notes'], 'notes'),
  };
  if (recipe.images.length === 0) at.fail('images', 'must name at least one image');
  return { ...recipe, ...parseBuild(at, top['build']) };
}

function parseLabels(at: Checker, value: unknown): Record<string, string> {
  const entries = Object.entries(at.map(value, 'labels'));
  if (entries.length === 0) at.fail('labels', 'must hold at least one label');
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (!LABEL.test(key)) at.fail('labels', `${JSON.stringify(key)} is no label name`);
    if (seen.has(key.toLowerCase())) at.fail(`labels.${key}`, 'the same label in two spellings');
    seen.add(key.toLowerCase());
  }
  return Object.fromEntries(entries.map(([key, text]) => [key, at.text(text, `labels.${key}`)]));
}

function parsePrivilege(at: Checker, value: unknown, path: string): RecipePrivilege {
  const item = at.map(value, path);
  at.known(item, ['option', 'why'], path);
  return { option: at.text(item['option'], `${path}.option`), why: at.text(item['why'], `${path}.why`) };
}

function parseBuild(at: Checker, value: unknown): { build?: 'tools' } {
  if (value === undefined) return {};
  if (value !== 'tools') at.fail('build', 'must be "tools", or be left out');
  return { build: 'tools' };
}

/** Whether a word may be a recipe's name, and so its file's. */
export function isRecipeName(word: string): boolean {
  return NAME.test(word);
}

type Checker = ReturnType<typeof checker>;

/** Small checks that fail with the file and the path of the value. */
function checker(source: string) {
  function fail(path: string, problem: string): never {
    const where = path === '' ? 'the document' : path;
    throw new SpcError('config', `recipe ${source} is wrong`, `${where}: ${problem}`, 'docs/recipes.md has the format');
  }
  function map(value: unknown, path: string): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'must be a mapping');
    return value as Record<string, unknown>;
  }
  function text(value: unknown, path: string): string {
    if (typeof value !== 'string' || value.trim() === '') fail(path, 'must be text that is not empty');
    return value.trim();
  }
  function match(value: unknown, pattern: RegExp, path: string): string {
    const word = text(value, path);
    if (!pattern.test(word)) fail(path, `${JSON.stringify(word)} does not match ${pattern.source}`);
    return word;
  }
  function list<T>(value: unknown, path: string, item: (value: unknown, path: string) => T): T[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) fail(path, 'must be a list');
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  }
  function known(value: Record<string, unknown>, keys: readonly string[], path: string): void {
    const stranger = Object.keys(value).find((key) => !keys.includes(key));
    if (stranger === undefined) return;
    fail(path === '' ? stranger : `${path}.${stranger}`, `unknown key; known are ${keys.join(', ')}`);
  }
  return { fail, map, text, match, list, known };
}

/**
 * The recipe a user means. First by name, then by alias, then by image repository, its tag and digest ignored.
 * Names win over aliases so that no file can take another's name; earlier recipes win over later ones.
 */
export function findRecipe(recipes: readonly Recipe[], nameOrRef: string): Recipe | undefined {
  const repository = repositoryOf(nameOrRef);
  return (
    recipes.find((recipe) => recipe.name === nameOrRef) ??
    recipes.find((recipe) => recipe.aliases.includes(nameOrRef)) ??
    recipes.find((recipe) => recipe.images.some((image) => repositoryOf(image) === repository))
  );
}
