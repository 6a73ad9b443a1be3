/** What terminals send, as names of keys. */
import { describe, expect, it } from 'vitest';
import { Clicks, KeyReader } from '../../../src/ui/tui/input.ts';
import type { UiMsg } from '../../../src/ui/tui/msg.ts';

const read = (...chunks: string[]): UiMsg[] => {
  const reader = new KeyReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.flush()];
};
const keys = (...chunks: string[]) => read(...chunks).map((msg) => (msg.kind === 'key' ? msg.key : msg.kind));

describe('KeyReader', () => {
  it.each([
    ['typed ahead', 'jjG', ['j', 'j', 'G']],
    ['named keys', '\r\n\t \x7f\b', ['Enter', 'Enter', 'Tab', 'Space', 'Backspace', 'Backspace']],
    ['control keys', '\x01\x1a\x03', ['C-a', 'C-z', 'C-c']],
    ['arrows, both ways they are sent', '\x1b[A\x1bOB', ['Up', 'Down']],
    ['keys with a number', '\x1b[5~\x1b[6~\x1b[3~\x1b[1~', ['PgUp', 'PgDn', 'Delete', 'Home']],
    ['function keys, of the Linux console, too', '\x1bOP\x1b[15~\x1b[[A', ['F1', 'F5', 'F1']],
    ['modifiers', '\x1b[1;5A\x1b[1;2B\x1b[Z\x1b[5;5~', ['C-Up', 'S-Down', 'S-Tab', 'C-PgUp']],
    ['Esc and a key after it', '\x1bj', ['Esc', 'j']],
    ['Esc alone', '\x1b', ['Esc']],
    ['Esc twice, and a sequence', '\x1b\x1b[A', ['Esc', 'Up']],
    ['beyond ASCII', 'ä🙂', ['ä', '🙂']],
    ['the end of the keypad', '\x1bOM', ['Enter']],
    ['sequences nobody knows', '\x1b[?1;2c\x1b[I\x1b[12;34Rj', ['j']],
  ])('%s', (_, text, expected) => expect(keys(text)).toEqual(expected));

  it('puts a sequence together that comes in pieces', () => expect(keys('\x1b', '[', 'A', 'j')).toEqual(['Up', 'j']));

  it('waits for the rest of a sequence, and takes it for keys when nothing comes', () => {
    const reader = new KeyReader();
    expect(reader.push('\x1b[')).toEqual([]);
    expect(reader.isWaiting).toBe(true);
    expect(reader.flush()).toEqual([
      { kind: 'key', key: 'Esc' },
      { kind: 'key', key: '[' },
    ]);
  });

  it('a paste is one text, whatever is in it, and however it comes', () => {
    expect(read('j\x1b[200~q\r\x1b[A', 'y\x1b[20', '1~k')).toEqual([
      { kind: 'key', key: 'j' },
      { kind: 'text', text: 'q\r\x1b[Ay' },
      { kind: 'key', key: 'k' },
    ]);
  });

  it('a paste that pauses goes on being one', () => {
    const reader = new KeyReader();
    reader.push('\x1b[200~half');
    expect(reader.flush()).toEqual([]);
    expect(reader.push(' and half\x1b[201~')).toEqual([{ kind: 'text', text: 'half and half' }]);
  });

  it('reads presses and the wheel between keys; releases and drags mean nothing', () =>
    expect(read('j\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<32;6;3M\x1b[<64;1;1M\x1b[<65;1;1Mk')).toEqual([
      { kind: 'key', key: 'j' },
      { kind: 'mouse', what: 'press', x: 4, y: 2 },
      { kind: 'mouse', what: 'wheel-up', x: 0, y: 0 },
      { kind: 'mouse', what: 'wheel-down', x: 0, y: 0 },
      { kind: 'key', key: 'k' },
    ]));
});

describe('Clicks', () => {
  const press = { kind: 'mouse' as const, what: 'press' as const, x: 3, y: 4 };

  it('two in one place soon after each other are a double click, a third is not', () => {
    const clicks = new Clicks();
    expect([0, 300, 400].map((at) => clicks.seen(press, at).what)).toEqual(['press', 'double', 'press']);
  });

  it.each([
    ['late', press, 900],
    ['elsewhere', { ...press, y: 5 }, 100],
  ])('one that comes %s is a click of its own', (_, second, at) => {
    const clicks = new Clicks();
    clicks.seen(press, 0);
    expect(clicks.seen(second, at).what).toBe('press');
  });
});
