// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
/** Whatever the values: no value and no argument changes any word but its own. */
import { describe, expect, it } from 'vitest';
import { expandLabel } from '../../../src/core/label/expand.ts';
import { DIALECT_NAMES, type LabelVariables } from '../../../src/core/types.ts';
import { LABEL_CASES, randomText, seeded, VARIABLES } from './fixtures.ts';

const HOSTILE = [
  ...' \n\t\'"\\$`(){};|&<>=:,/-#',
  'IMAGE',
  'NAME',
  '$NAME',
  '${IMAGE}',
  '--privileged',
  ' -v /:/host ',
  '$(id)',
  'a',
];
const LABEL = [...HOSTILE, ' ', ' ', '$PWD', '${HOME}', '$V', '"$V"', 'x=$V', '$OPT1', 'docker', 'run'];

/** Values that could be one word, in the places a caller does not wholly control. */
function hostileVariables(random: (below: number) => number): LabelVariables {
  const value = () => `/${randomText(random, HOSTILE, 1 + random(6))}`;
  return { ...VARIABLES, PWD: value(), HOME: value(), SUDO_UID: value(), set: { V: value() } };
}

const TAME: LabelVariables = { ...VARIABLES, PWD: '/t', HOME: '/t', SUDO_UID: '/t', set: { V: '/t' } };

describe('the spc dialect', () => {
  it('gives as many words whatever the values hold, for the labels of the field', () => {
    const random = seeded(1);
    for (const { value } of LABEL_CASES) {
      const tame = expandLabel('spc', value, TAME, []);
      for (let round = 0; round < 20; round += 1) {
        const hostile = expandLabel('spc', value, hostileVariables(random), []);
        expect(hostile.argv?.length, value).toBe(tame.argv?.length);
        expect(hostile.unknown).toEqual(tame.unknown);
      }
    }
  });

  it('gives as many words whatever the values hold, for random labels', () => {
    const random = seeded(2);
    let readable = 0;
    for (let round = 0; round < 4000; round += 1) {
      const text = randomText(random, LABEL, 1 + random(12));
      const tame = expandLabel('spc', text, TAME, []);
      const hostile = expandLabel('spc', text, hostileVariables(random), []);
      expect(hostile.argv?.length, text).toBe(tame.argv?.length);
      readable += tame.argv ? 1 : 0;
    }
    expect(readable).toBeGreaterThan(1000);
  });

  it('appends arguments as they are, and they change nothing before them', () => {
    const random = seeded(3);
    let whole = 0;
    for (const { value } of LABEL_CASES) {
      const args = Array.from({ length: 1 + random(5) }, () => randomText(random, HOSTILE, random(6)));
      const { argv } = expandLabel('spc', value, VARIABLES, []);
      const withArgs = expandLabel('spc', value, VARIABLES, args).argv;
      if (withArgs) expect(withArgs).toEqual([...(argv ?? []), ...args]);
      whole += withArgs ? 1 : 0;
    }
    expect(whole).toBe(95); // the others name no image, or an option no engine has
  });

  it('reads OPT1 as words of its own and leaves all others', () => {
    const random = seeded(4);
    for (let round = 0; round < 2000; round += 1) {
      const OPT1 = randomText(random, HOSTILE, random(6));
      const alone = expandLabel('spc', 'x $OPT1', { ...VARIABLES, OPT1 }, []);
      const between = expandLabel('spc', 'docker run $OPT1 -v /a:/b IMAGE', { ...VARIABLES, OPT1 }, []);
      const spliced = alone.argv?.slice(1);
      expect(between.argv).toEqual(spliced ? ['docker', 'run', ...spliced, '-v', '/a:/b', VARIABLES.IMAGE] : null);
    }
  });
});

describe('every dialect', () => {
  it.each(DIALECT_NAMES)('%s gives an argv or an error for any text, never both, never an exception', (dialect) => {
    const random = seeded(6);
    for (let round = 0; round < 2000; round += 1) {
      const text = randomText(random, [...LABEL, '\r', '\u001b', '\0', '\u202e'], random(15));
      const { argv, error } = expandLabel(dialect, text, hostileVariables(random), ['a b']);
      expect(argv === null).toBe(error !== null);
      expect(error ?? '').not.toMatch(/[\n\r]/);
    }
  });

  it.each(DIALECT_NAMES)('%s gets through 64 KiB of what is slow to read', (dialect) => {
    for (const unit of ['$', '${', '$(', '`', '"', "'", '\\', '$NAME', '(', '${}', '$$', 'a=', '""', '<', ' ']) {
      const text = unit.repeat(65_536 / unit.length);
      const { argv, error } = expandLabel(dialect, text, VARIABLES, []);
      expect(argv === null).toBe(error !== null);
    }
  });
});
