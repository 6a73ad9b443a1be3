/** What the terminal is taken for. */
import { describe, expect, it } from 'vitest';
import { clipboardSequence } from '../../../src/cli/tui/clipboard.ts';
import { lookOf } from '../../../src/cli/tui/look.ts';
import { toAscii } from '../../../src/ui/tui/ascii.ts';

describe('lookOf', () => {
  it.each([
    [{}, 'dark'],
    [{ NO_COLOR: '1', SPC_THEME: 'light' }, 'none'],
    [{ NO_COLOR: '' }, 'dark'],
    [{ SPC_THEME: 'light', COLORFGBG: '15;0' }, 'light'],
    [{ COLORFGBG: '0;15' }, 'light'],
    [{ COLORFGBG: '0;default;7' }, 'light'],
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ SPC_THEME: 'pink' }, 'dark'],
  ])('%j: %s', (env, colors) => expect(lookOf(env).colors).toBe(colors));

  it('UTF-8 by the locale, the mouse unless it is wanted otherwise', () => {
    expect(lookOf({ LANG: 'C' })).toMatchObject({ unicode: false, mouse: true });
    expect(lookOf({ LANG: 'de_DE.UTF-8', SPC_MOUSE: '0' })).toMatchObject({ unicode: true, mouse: false });
  });
});

describe('toAscii', () => {
  it('keeps what is ASCII, escape sequences, too', () =>
    expect(toAscii('\x1b[1mab\x1b[0m\n')).toBe('\x1b[1mab\x1b[0m\n'));
  it('draws lines with what resembles them', () => expect(toAscii('╭─╮│└─▼…')).toBe('+-+|`-v~'));
  it('keeps the width', () => expect(toAscii('äb漢e\u0301')).toBe('?b??e'));
});

describe('clipboardSequence', () => {
  it('is OSC 52', () => expect(clipboardSequence('spc ps', {})).toBe('\x1b]52;c;c3BjIHBz\x07'));
  it('in tmux also one that it passes on', () =>
    expect(clipboardSequence('x', { TMUX: '/tmp/x' })).toBe(
      '\x1b]52;c;eA==\x07\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\',
    ));
  it('of nothing that is too long', () => expect(clipboardSequence('x'.repeat(60_000), {})).toBeUndefined());
});
