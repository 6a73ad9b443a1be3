import { describe, expect, it } from 'vitest';
import { MAX_LABEL_BYTES } from '../../../src/core/label/characters.ts';
import { checkLabelText, findLabel } from '../../../src/core/label/lookup.ts';

describe('findLabel', () => {
  it.each([
    [{ RUN: 'U', run: 'l', Run: 'C' }, 'RUN', 'RUN'],
    [{ run: 'l', Run: 'C' }, 'RUN', 'run'],
    [{ Run: 'C', RUN: 'U' }, 'run', 'Run'],
    [{ rUN: 'x' }, 'RUN', undefined],
    [{}, 'RUN', undefined],
  ])('atomic: of %j, %s is %s', (labels, name, key) => {
    expect(findLabel(labels as Record<string, string>, name, 'atomic')?.key).toBe(key);
  });

  it.each(['podman', 'spc'] as const)('%s: any spelling', (dialect) => {
    expect(findLabel({ rUn: 'x' }, 'RUN', dialect)).toEqual({ key: 'rUn', value: 'x' });
    expect(findLabel({ RUNNER: 'x' }, 'RUN', dialect)).toBeUndefined();
  });

  it('podman: prefers the exact spelling, and takes an empty value for none', () => {
    expect(findLabel({ run: 'l', RUN: 'U' }, 'RUN', 'podman')?.value).toBe('U');
    expect(findLabel({ run: '' }, 'RUN', 'podman')).toBeUndefined();
  });

  it('spc: refuses two spellings that differ, and names both', () => {
    const find = () => findLabel({ run: 'docker run a', RUN: 'docker run b' }, 'RUN', 'spc');
    expect(find).toThrow(
      expect.objectContaining({ code: 'label-ambiguous', message: 'the image has both RUN and run' }),
    );
  });

  it('spc: takes two spellings that say the same', () => {
    expect(findLabel({ run: 'same', RUN: 'same' }, 'RUN', 'spc')).toEqual({ key: 'RUN', value: 'same' });
  });

  it.each(['atomic', 'podman', 'spc'] as const)('%s: __proto__ and inherited names are no labels', (dialect) => {
    const labels = JSON.parse('{"__proto__": {"RUN": "docker run evil"}}');
    expect(findLabel(labels, 'RUN', dialect)).toBeUndefined();
    expect(findLabel({}, 'constructor', dialect)).toBeUndefined();
    expect(findLabel({}, '__proto__', dialect)).toBeUndefined();
  });
});

describe('checkLabelText', () => {
  it('lets tabs, newlines and any letter through', () => {
    expect(() => checkLabelText('RUN', 'docker run\t\\\n  IMAGE é 漢 🙂')).not.toThrow();
  });

  it.each([
    ['a\rb', 'U+000D', 2],
    ['\0', 'U+0000', 1],
    ['ab\u001b[31m', 'U+001B', 3],
    ['\u007f', 'U+007F', 1],
    ['🙂\u009b', 'U+009B', 2],
    ['\u202e', 'U+202E', 1],
    ['\u2066', 'U+2066', 1],
    ['\u200f', 'U+200F', 1],
    ['\u061c', 'U+061C', 1],
    ['\u2028', 'U+2028', 1],
  ])('refuses %j', (text, name, position) => {
    const message = `the label RUN holds ${name} at character ${position}`;
    expect(() => checkLabelText('RUN', text)).toThrow(expect.objectContaining({ code: 'label-characters', message }));
  });

  it('refuses more than 64 KiB of UTF-8, and nothing less', () => {
    expect(() => checkLabelText('RUN', 'x'.repeat(MAX_LABEL_BYTES))).not.toThrow();
    const tooLarge = expect.objectContaining({ code: 'label-too-large' });
    expect(() => checkLabelText('RUN', 'x'.repeat(MAX_LABEL_BYTES + 1))).toThrow(tooLarge);
    expect(() => checkLabelText('RUN', '漢'.repeat(MAX_LABEL_BYTES / 2))).toThrow(tooLarge);
    expect(() => checkLabelText('RUN', 'é'.repeat(MAX_LABEL_BYTES / 2))).not.toThrow();
  });

  it('refuses 100 MB before it looks at any character', () => {
    const text = `${'\u001b'.repeat(50)}${'x'.repeat(100 * 1024 * 1024)}`;
    expect(() => checkLabelText('RUN', text)).toThrow(expect.objectContaining({ code: 'label-too-large' }));
  });
});
