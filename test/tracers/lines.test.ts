import { expect, test } from 'vitest';
import { LineSplitter, MAX_LINE } from '../../src/tracers/lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function split(chunks: Iterable<Uint8Array>): string[] {
  const splitter = new LineSplitter();
  const lines: string[] = [];
  for (const chunk of chunks) lines.push(...splitter.push(chunk));
  return [...lines, ...splitter.end()];
}

const TEXTS = [
  ['one\ntwo\n', ['one', 'two']],
  ['\n\nthe last has none', ['', '', 'the last has none']],
  ['ä€😀\n\n', ['ä€😀', '']],
  ['', []],
] as const;

test.each(TEXTS)('%j', (text, lines) => {
  expect(split([bytes(text)])).toEqual(lines);
  expect(split([...bytes(text)].map((byte) => Uint8Array.of(byte)))).toEqual(lines);
});

test('a line that is too long ends where it must, and the next is whole', () => {
  const text = `before\n${'x'.repeat(MAX_LINE + 5000)}\nafter\n`;
  const pieces = text.match(/[\s\S]{1,1000}/g) ?? [];
  expect(split(pieces.map(bytes))).toEqual(['before', 'x'.repeat(MAX_LINE), 'after']);
  expect(split(['x'.repeat(MAX_LINE + 1), 'y', 'z'].map(bytes))).toEqual(['x'.repeat(MAX_LINE)]);
});

test('a long line in tiny chunks is not gone through again for each', () => {
  const splitter = new LineSplitter();
  const piece = bytes('xxxx');
  for (let i = 0; i < MAX_LINE; i += piece.length) splitter.push(piece);
  expect(splitter.end()).toEqual(['x'.repeat(MAX_LINE)]);
});
