/** Text that a terminal must never see as it is. */

export const ESCAPES = [
  '\x1b[2J\x1b[31mred',
  '\x1b]52;c;cm0gLXJm\x07',
  '\x1b]8;;http://evil\x1b\\link',
  '\x9b31m',
  '\x1bPq#0\x1b\\',
  'a\rb\nc\td',
  '\u202egnp.exe',
  'zero\u200bwidth',
  '\ud800',
  '\x00\x07\x7f',
];

/** 10 kB of them. */
export const LONG = ESCAPES.join('').repeat(200).slice(0, 10_000);

/** Every text in a value that holds what `sanitize` takes out; a line's end may stand where lines are kept. */
export function unsafeIn(value: unknown, lines = false): string[] {
  if (typeof value === 'string') return UNSAFE.test(lines ? value.replaceAll('\n', '') : value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((each) => unsafeIn(each, lines));
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
