import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRecipe, loadRecipes, type RecipeFolders } from '../../src/io/recipes.ts';

let root: string;
let folders: RecipeFolders;

// At home, not in /tmp: a folder that everybody may write to is no place for a trusted file.
beforeEach(() => {
  root = mkdtempSync(join(homedir(), '.spc-test-recipes-'));
  folders = { packaged: join(root, 'packaged'), site: join(root, 'site') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { mode: 0o755 });
});

afterEach(() => rmSync(root, { recursive: true }));

function write(folder: string, name: string, more = '', file = `${name}.yaml`): string {
  const path = join(folder, file);
  const text = `version: 1\nname: ${name}\nimages: [localhost/${name}]\nsummary: from ${folder}\nsource: test\n`;
  writeFileSync(path, `${text}labels:\n  RUN: docker run IMAGE\n${more}`, { mode: 0o644 });
  return path;
}

describe('loadRecipes', () => {
  it('takes the site before the package, by name', async () => {
    write(folders.packaged, 'one');
    write(folders.packaged, 'two');
    write(folders.site, 'two');
    const recipes = await loadRecipes(folders);
    expect(recipes.map(({ name, summary }) => [name, summary])).toEqual([
      ['two', `from ${folders.site}`],
      ['one', `from ${folders.packaged}`],
    ]);
  });

  it('takes a missing folder for an empty one, and leaves other files alone', async () => {
    write(folders.packaged, 'one', '', 'one.yaml.orig');
    expect(await loadRecipes({ ...folders, site: join(root, 'absent') })).toEqual([]);
  });

  it.each([
    ['is not YAML', 'one', 'notes: [', 'one.yaml'],
    [
      'holds an alias, of which bombs are made',
      'one',
      'notes: &n text\nprivileges: [{option: -p 1, why: *n}]',
      'one.yaml',
    ],
    ['has a key twice', 'one', 'name: two', 'one.yaml'],
    ['is called otherwise', 'one', '', 'two.yaml'],
  ])('refuses a file that %s', async (_, name, more, file) => {
    const path = write(folders.packaged, name, more, file);
    await expect(loadRecipes(folders)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(path),
    });
  });

  it('refuses a site recipe that others may write to', async () => {
    chmodSync(write(folders.site, 'one'), 0o666);
    await expect(loadRecipes(folders)).rejects.toMatchObject({ code: 'config' });
    await expect(loadRecipe('one', folders)).rejects.toMatchObject({ code: 'config' });
  });

  it('refuses a site recipe of more than 256 KiB', async () => {
    write(folders.site, 'one', `notes: ${'x'.repeat(256 * 1024)}`);
    await expect(loadRecipes(folders)).rejects.toMatchObject({ code: 'config' });
  });
});

describe('loadRecipe', () => {
  it('finds a name without reading any other file', async () => {
    write(folders.packaged, 'one');
    write(folders.packaged, 'broken', 'notes: [');
    expect(await loadRecipe('one', folders)).toMatchObject({ name: 'one' });
    await expect(loadRecipe('other', folders)).rejects.toMatchObject({ code: 'config' });
  });

  it('takes the site before the package', async () => {
    write(folders.packaged, 'one');
    write(folders.site, 'one');
    expect(await loadRecipe('one', folders)).toMatchObject({ summary: `from ${folders.site}` });
  });

  it('finds an alias and an image', async () => {
    write(folders.packaged, 'one', 'aliases: [uno, it/uno]\n');
    for (const word of ['uno', 'it/uno', 'localhost/one:3'])
      expect((await loadRecipe(word, folders))?.name).toBe('one');
  });

  it.each(['', '../packaged/one', '/etc/passwd', 'one.yaml', '..', 'one\0'])('knows no %j', async (word) => {
    write(folders.packaged, 'one');
    expect(await loadRecipe(word, folders)).toBeUndefined();
  });

  it('finds the recipes that came with spc', async () => {
    expect(await loadRecipe('tools')).toMatchObject({ name: 'rhel-tools', build: 'tools' });
  });
});
