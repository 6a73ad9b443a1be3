import { expect, test } from 'vitest';
import { closedGap, foldGaps } from '../../../src/core/containers/gaps.ts';

test('paths that only root may read are told as one', () => {
  const gaps = ['x is damaged', ...['/a', '/b', '/c'].map(closedGap)];
  expect(foldGaps(gaps)).toEqual([
    '/a and 2 more places of engines cannot be read without root: names, images and containers that do not run may be missing',
    'x is damaged',
  ]);
});

test.each([[[]], [['x is damaged', closedGap('/a')]]])('%j stay as they are', (gaps) => {
  expect(foldGaps(gaps)).toEqual(gaps);
});

test('a path of several lines is one line', () => {
  expect(foldGaps(['/a\nspc: all is well\n/b is damaged'])).toEqual(['/a␊spc: all is well␊/b is damaged']);
});
