import { describe, expect, it } from 'vitest';
import { wirePage } from '../../../src/core/wire/page.ts';
import type { PageAnswer } from '../../../src/core/wire/types.ts';
import { ESCAPES, LONG, unsafeIn } from './hostile.ts';

const page = (text: string): PageAnswer => ({
  sections: [{ title: text, items: [{ note: text }, { label: text, text }, { rows: [[text, 'b']], right: [1] }] }],
  run: {
    command: text,
    report: {
      grants: [{ id: text, option: text, allows: text, tier: 'high' }],
      tier: 'high',
      tightened: [text],
      unjudged: [text],
    },
    verdict: { decision: 'ask', reason: text },
  },
});

describe('wirePage', () => {
  it('leaves harmless text as it is', () => expect(wirePage(page('a name'))).toEqual(page('a name')));

  it.each([...ESCAPES, LONG])('is safe to draw: %j', (text) => {
    expect(unsafeIn(wirePage(page(text)), true)).toEqual([]);
  });

  it('lines stay lines in what wraps, and nowhere else', () => {
    const [section] = wirePage(page('a\nb')).sections;
    expect(section?.title).toBe('a␊b');
    expect(section?.items[0]).toEqual({ note: 'a\nb' });
  });

  it('counts what there is too much of', () => {
    const rows = Array.from({ length: 600 }, (_, at) => [`${at}`]);
    const items = Array.from({ length: 700 }, () => ({ note: 'x' }));
    const { sections } = wirePage({
      sections: [
        { title: 't', items: [{ rows }] },
        { title: 'u', items },
      ],
      run: null,
    });
    expect(sections[0]?.items[0]).toMatchObject({ rows: expect.arrayContaining([['and 100 more']]) });
    expect(sections[1]?.items.at(-1)).toEqual({ note: 'and 200 more' });
    expect(JSON.stringify(wirePage(page(LONG))).length).toBeLessThan(40_000);
  });
});
