/** Run labels found in the field, by each dialect. */
import { describe, expect, it } from 'vitest';
import { expandLabel } from '../../../src/core/label/expand.ts';
import type { Expansion } from '../../../src/core/types.ts';
import { ENVIRONMENT, fixture, LABEL_CASES, VARIABLES } from './fixtures.ts';

describe.each(['atomic', 'podman'] as const)('the %s dialect', (dialect) => {
  // podman words the error of the one unreadable label (abrt/abrt-docker) "EOF found when expecting closing quote"; the
  // captured results, and so we, give it in Python's words
  it.each(LABEL_CASES)('$image $label', (label) => {
    const { argv, error } = expandLabel(dialect, label.value, VARIABLES, [], ENVIRONMENT);
    expect({ argv, error }).toEqual({ argv: label[`${dialect}_argv`], error: label[`${dialect}_error`] });
  });
});

type SpcCase = Expansion & { image: string; label: string; value: string };

describe('the spc dialect', () => {
  const cases = fixture<SpcCase[]>('labels_spc.json');

  it('covers the same labels', () => {
    expect(cases.map(({ image, label }) => [image, label])).toEqual(LABEL_CASES.map((c) => [c.image, c.label]));
  });

  it.each(cases)('$image $label', ({ image, label, value, ...expansion }) => {
    expect(expandLabel('spc', value, VARIABLES, [])).toEqual(expansion);
  });
});
