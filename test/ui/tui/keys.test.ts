/** The one key table. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bindingsOf, KEY_PLACES, KEYS, type KeyPlace, keysMarkdown, meaning } from '../../../src/ui/tui/keys.ts';
import { OVERLAYS } from '../../../src/ui/tui/overlays/index.ts';
import { VIEWS } from '../../../src/ui/tui/views/index.ts';

const places = Object.keys(KEY_PLACES) as KeyPlace[];

describe('keys', () => {
  it.each(places)('%s: no key means two things', (place) => {
    const keys = bindingsOf(place).flatMap((each) => [...each.keys]);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('every place is some view’s, or stands before one', () => {
    const used = [...Object.values(VIEWS), ...Object.values(OVERLAYS)].flatMap((each) => [...each.places]);
    expect(new Set([...used, 'everywhere'])).toEqual(new Set(places));
  });

  it('in no view a key of its own hides the way out', () => {
    for (const { places: near } of Object.values(VIEWS)) {
      expect(meaning([...near, 'everywhere'], 'q')).toBe('quit');
      expect(meaning([...near, 'everywhere'], '?')).toBe('help');
    }
  });

  it('what begins a longer key waits for it', () => {
    expect(meaning(['table'], 'g')).toBe('more');
    expect(meaning(['table'], 'gg')).toBe('first');
    expect(meaning(['table'], 'gx')).toBeUndefined();
  });

  it('keysMarkdown has all of them', () => {
    const text = keysMarkdown();
    for (const { about, keys } of KEYS)
      expect(text).toContain(`| ${keys.map((key) => `\`${key}\``).join(' ')} | ${about} |`);
  });

  it.runIf(existsSync('docs/tui.md'))('docs/tui.md has just these', () =>
    expect(readFileSync('docs/tui.md', 'utf8')).toContain(`${keysMarkdown()}\n`),
  );
});
