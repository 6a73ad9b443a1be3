import { describe, expect, it } from 'vitest';
import { pageText } from '../../src/ui/page.ts';

describe('pageText', () => {
  const sections = [
    {
      title: 'T',
      items: [
        { label: 'a', text: 'one two three four five six seven eight nine ten' },
        { rows: [['x', 'y'.repeat(60)]] },
        { note: 'n' },
      ],
    },
  ];

  it('wraps text and cuts tables at the width of a terminal', () => {
    const lines = pageText(sections, { colour: false, width: 40 }).split('\n');
    expect(lines.slice(0, 3)).toEqual(['T', '  a  one two three four five six seven', '     eight nine ten']);
    expect(lines[3]).toBe(`  x  ${'y'.repeat(34)}…`);
    expect(lines.every((line) => line.length <= 40)).toBe(true);
  });

  it('leaves all whole without a width', () =>
    expect(pageText(sections, { colour: false, width: undefined }).split('\n')).toHaveLength(4));

  it('colours headings and notes only when told', () => {
    expect(pageText(sections, { colour: true, width: 80 })).toContain('\x1b[1mT\x1b[22m');
    expect(pageText(sections, { colour: false, width: 80 })).not.toContain('\x1b');
  });
});
