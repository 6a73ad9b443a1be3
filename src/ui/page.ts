/** A page of sections as text. */
import { styleText } from 'node:util';
import type { PageItem, PageSection } from '../core/page.ts';
import { sanitize } from '../core/sanitize.ts';
import { wrap } from '../core/text.ts';

export interface PageLayout {
  colour: boolean;
  /** Columns of the screen; undefined: nothing wraps or is cut. */
  width: number | undefined;
}

const INDENT = '  ';
const GAP = '  ';
const MIN_WIDTH = 40;
/** One hostile name may not fill the page. */
const MAX_TEXT = 4096;
const MAX_LABEL = 20;
/** All cells but the last of a row. */
const MAX_CELL = 48;

/** Text of several lines without a last newline; all cells and labels are sanitised. */
export function pageText(sections: readonly PageSection[], layout: PageLayout): string {
  const paint = (style: 'bold' | 'dim', text: string) =>
    layout.colour ? styleText(style, text, { validateStream: false }) : text;
  const width = layout.width === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, layout.width);
  const labels = sections.flatMap(({ items }) => items.flatMap((item) => ('label' in item ? labelOf(item).length : 0)));
  const column = Math.max(0, ...labels) + GAP.length;
  const draw = (item: PageItem): string[] => {
    if ('rows' in item) return tableLines(item, width);
    if ('note' in item)
      return wrap(sanitize(item.note, { max: MAX_TEXT }), width - 2).map((line) => paint('dim', INDENT + line));
    const lines = wrap(sanitize(item.text, { max: MAX_TEXT }), width - INDENT.length - column);
    return lines.map((line, at) => `${INDENT}${(at === 0 ? labelOf(item) : '').padEnd(column)}${line}`.trimEnd());
  };
  return sections
    .map(({ title, items }) => [paint('bold', sanitize(title)), ...items.flatMap(draw)].join('\n'))
    .join('\n\n');
}

/** A label may be the name of a network link: a stranger's. */
const labelOf = ({ label }: { label: string }) => sanitize(label, { max: MAX_LABEL });

function tableLines({ rows, right = [] }: Extract<PageItem, { rows: unknown }>, width: number): string[] {
  const clean = rows.map((row) =>
    row.map((cell, at) => sanitize(cell, { max: at === row.length - 1 ? MAX_TEXT : MAX_CELL })),
  );
  const widths = clean.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), []);
  return clean.map((row) => {
    const cells = row.map((cell, at) => {
      if (right.includes(at)) return cell.padStart(widths[at] ?? 0);
      return at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0);
    });
    const line = `${INDENT}${cells.join(GAP)}`.trimEnd();
    return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
  });
}
