/** tools-image/: the definition is right, and the Containerfile says the same. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageNames } from '../../../src/core/tools/packages.ts';
import { loadToolbox, TOOLBOX_FILE } from '../../../src/io/tools/definition.ts';

const { toolbox, text } = await loadToolbox();
const dir = mkdtempSync(join(tmpdir(), 'spc-definition-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a wrong definition is refused by the key that is wrong', () => {
  test.each([
    ['a path out of the root', 'usr/sbin/iotop: iotop-c', '../etc/shadow: iotop-c', /debian\.links/],
    ['an absolute path', 'run/*', '/run/*', /purge/],
    ['a package that is an option', 'apt: strace', 'apt: --strace', /packages\[/],
    ['a set that does not exist', 'sets: [minimal, full]', 'sets: [small]', /packages\[/],
    ['an unknown key', 'purge:', 'purgee:', /purge/],
  ])('%s', async (_, from, to, why) => {
    const path = join(dir, 'p.yaml');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await expect(loadToolbox(path)).rejects.toMatchObject({ code: 'config', why: expect.stringMatching(why) });
  });
});

describe('the Containerfile', () => {
  const lines = readFileSync(join(TOOLBOX_FILE, '../Containerfile'), 'utf8').replaceAll('\\\n', ' ');
  const pairs = (instruction: string) => {
    const [, rest = ''] = new RegExp(`^${instruction} (.*)$`, 'm').exec(lines) ?? [];
    return Object.fromEntries([...rest.matchAll(/([\w.]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  };

  test('installs the full set', () => {
    const [, list = ''] = /--no-install-recommends(.*?)&&/.exec(lines) ?? [];
    expect(list.trim().split(/\s+/)).toEqual(packageNames(toolbox, 'apt', 'full').toSorted());
  });

  test('has the same labels, environment and command', () => {
    expect(pairs('LABEL')).toEqual(toolbox.image.labels);
    expect(pairs('ENV')).toEqual(toolbox.image.env);
    expect(lines).toContain(`CMD ${JSON.stringify(toolbox.image.cmd)}`);
  });
});

test('the RUN label is the recipe’s', async () => {
  const { loadRecipe } = await import('../../../src/io/recipes.ts');
  const recipe = await loadRecipe('rhel-tools');
  expect(toolbox.image.labels['RUN']).toBe(recipe?.labels['RUN']);
  expect(recipe?.images).toContain(toolbox.image.tag);
});
