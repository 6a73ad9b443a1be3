/** A table as Markdown (GitHub's tables). */
import { type Column, cellText } from '../../lists/columns.ts';
import { sanitize } from '../../sanitize.ts';

/** The table; text in it can neither end its cell nor be markup. */
export function markdown<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ header }) => header)),
    line(columns.map(({ right }) => (right ? '--:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => escaped(cellText(row, column))))),
  ]
    .map((text) => `${text}\n`)
    .join('');
}

const escaped = (text: string) => sanitize(text).replace(/[\\`*_{}[\]<>()#+!|&~]/g, (sign) => `\\${sign}`);
