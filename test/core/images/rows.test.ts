import { describe, expect, it } from 'vitest';
import { IMAGE_COLUMNS } from '../../../src/core/images/columns.ts';
import { imageRow, recipeRow } from '../../../src/core/images/rows.ts';
import { cellText } from '../../../src/core/lists/columns.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import type { ListedImage } from '../../../src/core/types.ts';

const recipe: Recipe = {
  version: 1,
  name: 'tools',
  aliases: [],
  images: ['localhost/tools:latest'],
  summary: 'for all',
  source: 's',
  labels: { RUN: 'docker run IMAGE' },
  privileges: [],
} as unknown as Recipe;
const ID = `sha256:${'ab'.repeat(32)}`;
const image = (given: Partial<ListedImage> = {}): ListedImage => ({
  id: ID,
  tags: ['localhost/web:1'],
  labels: {},
  ...given,
});
const no = () => false;

describe('imageRow', () => {
  it('knows what can be asked of an image, by its own labels in any case and by its recipe', () => {
    const labels = { Run: 'x', INSTALL: 'y', RUNNING: 'z', __proto__: 'w' };
    expect(imageRow('docker', image({ labels }), [recipe], no).verbs).toEqual(['RUN', 'INSTALL']);
    expect(imageRow('docker', image({ tags: ['localhost/tools:2'] }), [recipe], no)).toMatchObject({
      verbs: ['RUN'],
      recipe: 'tools',
      summary: 'for all',
    });
    expect(imageRow('docker', image(), [recipe], no)).toMatchObject({ verbs: [], recipe: null });
  });

  it('one without a name goes by its id', () => {
    expect(imageRow('docker', image({ tags: [] }), [], no)).toMatchObject({ name: 'abababababab', kind: 'image' });
  });

  it('the tools image is one that was built here', () => {
    expect(imageRow('docker', image(), [], () => true).kind).toBe('tools');
  });

  it('a recipe has no engine', () => {
    expect(recipeRow(recipe)).toMatchObject({ kind: 'recipe', engine: '', name: 'tools', verbs: ['RUN'] });
  });

  it('every column can be shown of both', () => {
    const rows = [
      imageRow('docker', image({ size: 2048, created: '2026-11-22T02:09:15.06Z' }), [], no),
      recipeRow(recipe),
    ];
    const cells = rows.map((row) => IMAGE_COLUMNS.map((column) => cellText(row, column)));
    expect(cells[0]).toEqual([
      'localhost/web:1',
      'image',
      'docker',
      'abababababab',
      '2.0K',
      '2026-11-22 02:09',
      'localhost/web:1',
      '-',
      '-',
      '-',
    ]);
    expect(cells[1]).toEqual([
      'tools',
      'recipe',
      '-',
      '-',
      '-',
      '-',
      'localhost/tools:latest',
      'tools',
      'RUN',
      'for all',
    ]);
  });
});
