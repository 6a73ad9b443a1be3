/** Text for a terminal that shows only ASCII: lines and marks by what resembles them, all else by `?`, as wide as before. */
import stringWidth from 'string-width';

const LIKE: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '.',
  '•': '*',
  '●': '*',
  '▲': '^',
  '▼': 'v',
  '▶': '>',
  '│': '|',
  '─': '-',
  '└': '`',
  '├': '|',
  '█': '#',
  '→': '>',
  '←': '<',
  '⠀': ' ',
};

/** Box drawing that is not above are corners and crossings; braille is dots of a chart. */
function like(char: string): string {
  const known = LIKE[char];
  if (known !== undefined) return known;
  if (char >= '─' && char <= '╿') return '+';
  return char >= '⠀' && char <= '⣿' ? '*' : '?'.repeat(stringWidth(char));
}

/** Escape sequences are ASCII, and stay. */
export const toAscii = (text: string): string => text.replaceAll(/[^\0-\x7f]/gu, like);

/** A stream that such a terminal is written to. */
export const asciiScreen = (stream: NodeJS.WriteStream): NodeJS.WriteStream =>
  new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return (text: string, ...rest: []) => target.write(toAscii(String(text)), ...rest);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
