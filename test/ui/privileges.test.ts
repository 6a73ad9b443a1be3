import { expect, test } from 'vitest';
import { judge } from '../../src/core/privileges.ts';
import { privilegesText } from '../../src/ui/privileges.ts';
import { specOf } from '../core/privileges/spec.ts';

const text = (options: string[], width = 80, colour = false) =>
  privilegesText(judge(specOf(options)), { colour, width });

test('an ordinary container is one line', () => {
  expect(text(['init'])).toBe("An ordinary container: no privileges beyond the engine's defaults.");
});

test('a table, worst first, then what nobody judged and what is tighter', () => {
  expect(text(['publish=80:80', 'pid=host', 'frobnicate', 'cap-drop=ALL', 'read-only'])).toBe(
    [
      'Beyond an ordinary container:',
      '  high      --pid=host       sees every process of the host with its arguments',
      '                             and, as root, signals it',
      '  low       --publish=80:80  listens on a port of the host',
      'Options nobody could judge:',
      '  --frobnicate',
      'Tighter than an ordinary container:',
      '  cap-drop=ALL, read-only',
    ].join('\n'),
  );
});

test('no line is wider than the terminal, and nothing of a long option is lost', () => {
  const path = `/data/${'x'.repeat(300)}`;
  const shown = text([`volume=${path}:/x`, 'privileged', 'seccomp-policy=image'], 60);
  for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  expect(shown.match(/x/g)?.length).toBeGreaterThan(300);
});

test('colours only when asked', () => {
  expect(text(['privileged'], 80, true)).toContain('\x1b[31mcritical');
  expect(text(['privileged'])).not.toContain('\x1b');
});

test('what a label says cannot act on the terminal', () => {
  expect(text(['volume=/\x1b[2J\r\u202ex:/y'])).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
});
