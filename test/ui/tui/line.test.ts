/** Lines that are typed. */
import { describe, expect, it } from 'vitest';
import { edited, inserted, type Line } from '../../../src/ui/tui/line.ts';

/** `|` is the cursor. */
const line = (text: string): Line => ({ text: text.replace('|', ''), cursor: [...(text.split('|')[0] ?? '')].length });
const shown = ({ text, cursor }: Line) => [...text].toSpliced(cursor, 0, '|').join('');
const typed = (from: string, ...keys: string[]) =>
  shown(keys.reduce((now, key) => edited(now, key) ?? now, line(from)));

describe('a line', () => {
  it.each([
    ['|', ['s', 'p', 'Space', 'c'], 'sp c|'],
    ['ab|cd', ['Backspace'], 'a|cd'],
    ['ab|cd', ['Delete', 'C-d'], 'ab|'],
    ['ab|cd', ['Left', 'x', 'Right', 'C-f', 'Right'], 'axbcd|'],
    ['ab|cd', ['C-a', 'x', 'C-e', 'y'], 'xabcdy|'],
    ['strace web --re|cord', ['C-w'], 'strace web |cord'],
    ['strace web  |', ['C-w'], 'strace |'],
    ['strace |web', ['C-u'], '|web'],
    ['strace |web', ['C-k'], 'strace |'],
    ['🙂ä|', ['Backspace', 'Left', 'Delete'], '|'],
    ['|', ['Backspace', 'Left', 'C-w'], '|'],
  ])('%s after %j is %s', (from, keys, to) => expect(typed(from, ...keys)).toBe(to));

  it('a key that writes nothing changes nothing', () => expect(edited(line('a|'), 'F5')).toBeUndefined());

  it('takes a paste as one line', () => expect(shown(inserted(line('a|z'), 'b\r\nc\td\n'))).toBe('ab c d|z'));
});
