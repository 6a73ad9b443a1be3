import { expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const NAMES = ['rhel-tools', 'fedora-tools', 'systemtap', 'sysdig', 'sadc'];

it.each([
  ['rhel-tool', ['rhel-tools']],
  ['tools', ['fedora-tools', 'rhel-tools']],
  ['sysdgi', ['sysdig']],
  ['nginx', []],
  ['', []],
  ['x'.repeat(100_000), []],
])('%.12s', (word, expected) => expect(nearest(word, NAMES)).toEqual(expected));

it('gives no more than asked', () => expect(nearest('tools', NAMES, 1)).toHaveLength(1));
