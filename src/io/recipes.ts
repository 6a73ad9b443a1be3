/** Finds and reads recipe files: the package's own, and the site's in /etc/spc/recipes.d, which win by name. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { findRecipe, isRecipeName, parseRecipe, type Recipe } from '../core/recipe.ts';
import { packageRoot } from './package-root.ts';
import { readTrusted } from './safe-file.ts';
import { parseYaml } from './yaml.ts';

/** The two folders recipes are in. */
export interface RecipeFolders {
  /** Files that came with spc. */
  packaged: string;
  /** The administrator's: root-owned and not writable by others, or refused. */
  site: string;
}

const FOLDERS: RecipeFolders = {
  packaged: join(packageRoot, 'label-recipes'),
  site: '/etc/spc/recipes.d',
};

/** No recipe comes near; a larger file is a mistake or an attack. */
const MAX_BYTES = 256 * 1024;

/**
 * All recipes: the site's first, then the packaged ones whose name the site does not take; each sorted by name.
 * Throws `config` for a file that is wrong or not safely owned.
 */
export async function loadRecipes(folders: RecipeFolders = FOLDERS): Promise<Recipe[]> {
  const site = await readFolder(folders.site, readSite);
  const taken = new Set(site.map((recipe) => recipe.name));
  const packaged = await readFolder(folders.packaged, readPackaged);
  return [...site, ...packaged.filter((recipe) => !taken.has(recipe.name))];
}

/**
 * The recipe of that name, alias or image reference. A name costs one small file; only an alias or a
 * reference costs reading them all. Throws as `loadRecipes`.
 */
export async function loadRecipe(nameOrRef: string, folders: RecipeFolders = FOLDERS): Promise<Recipe | undefined> {
  return (await loadByName(nameOrRef, folders)) ?? findRecipe(await loadRecipes(folders), nameOrRef);
}

async function loadByName(name: string, folders: RecipeFolders): Promise<Recipe | undefined> {
  if (!isRecipeName(name)) return undefined; // it becomes part of a path
  const site = join(folders.site, `${name}.yaml`);
  const siteText = await orAbsent(readSite(site));
  if (siteText !== undefined) return await parse(siteText, site, name);
  const packaged = join(folders.packaged, `${name}.yaml`);
  const text = await orAbsent(readPackaged(packaged));
  return text === undefined ? undefined : await parse(text, packaged, name);
}

async function readFolder(folder: string, read: (path: string) => Promise<string>): Promise<Recipe[]> {
  const entries = (await orAbsent(readdir(folder))) ?? [];
  const files = entries.filter((file) => file.endsWith('.yaml')).sort();
  return await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      return await parse(await read(path), path, file.slice(0, -'.yaml'.length));
    }),
  );
}

const readSite = async (path: string): Promise<string> => readTrusted(path, { maxBytes: MAX_BYTES });
const readPackaged = (path: string) => readFile(path, 'utf8');

/** YAML to a checked recipe. The file's name is the recipe's name, so that a name finds its file unread. */
async function parse(text: string, path: string, name: string): Promise<Recipe> {
  const recipe = parseRecipe(await parseYaml(text, `recipe ${path}`), path);
  if (recipe.name === name) return recipe;
  const hint = `call the file ${recipe.name}.yaml, or the recipe ${name}`;
  throw new SpcError('config', `recipe ${path} is wrong`, `name: ${recipe.name} is not the file's name`, hint);
}

/** A missing file or folder is an answer; every other failure is passed on. */
async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf((error as Error).cause) === 'ENOENT') return undefined;
    throw error;
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code;
