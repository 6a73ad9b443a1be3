/** A timing report in one of its forms. */
import { asciiJson } from '../ascii-json.ts';
import { type Column, pickColumns } from '../lists/columns.ts';
import { csv } from '../lists/csv.ts';
import { sortRows } from '../lists/order.ts';
import { screenTable, sparedColumns } from '../lists/screen.ts';
import { sanitize } from '../sanitize.ts';
import { TIMING_COLUMNS, TIMING_DEFAULTS, type WeighedRow, weigh } from './columns.ts';
import { classicTable } from './formats/classic.ts';
import { html } from './formats/html.ts';
import { markdown } from './formats/markdown.ts';
import { headline } from './headline.ts';
import type { TimingReport } from './types.ts';

/** What the user chose of the table. */
export interface View {
  /** Names of columns; undefined: those shown by default. */
  columns?: readonly string[] | undefined;
  /** A column's name, `-name` for falling; undefined: by time. */
  sort?: string | undefined;
  /** So many rows; undefined: all. */
  top?: number | undefined;
}

export const REPORT_FORMATS = ['table', 'json', 'csv', 'markdown', 'html', 'classic'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** File extensions. */
export const EXTENSIONS: Readonly<Record<string, ReportFormat>> = {
  json: 'json',
  csv: 'csv',
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  txt: 'table',
};

type Form = (report: TimingReport, view: View) => string;

const FORMS = {
  table: (report, view) =>
    `${headline(report)
      .map((line) => sanitize(line, { max: 4000 }))
      .join('\n')}\n\n${tableText(report, view)}\n`,
  // the whole: a file is for whoever compares, not for the eye
  json: (report) => `${asciiJson(report, 2)}\n`,
  csv: (report, view) => csv(viewRows(report, view), dataColumns(report, view)),
  markdown: (report, view) => markdown(viewRows(report, view), screenColumns(report, view)),
  html: (report) => html(report),
  classic: (report, view) => classicTable(titleOf(report), viewRows(report, view)),
} satisfies Record<ReportFormat, Form>;

/** The whole text, ended by a newline. Throws `usage` for a column there is not. */
export function reportText(report: TimingReport, format: ReportFormat, view: View): string {
  return FORMS[format](report, view);
}

/** The table alone; `width`: columns of the screen. */
export function tableText(report: TimingReport, view: View, width?: number): string {
  const rows = viewRows(report, view);
  const columns = screenColumns(report, view);
  return screenTable(rows, view.columns ? columns : sparedColumns(rows, columns, width), width);
}

/** Throws `usage` for a column there is not: before anything is measured. */
export function checkView({ columns, sort }: View): void {
  pickColumns(TIMING_COLUMNS, columns ?? []);
  if (sort) sortRows([], TIMING_COLUMNS, sort);
}

/** The rows in the view's order, heaviest first unless it says otherwise, and no more of them than it wants. */
export function viewRows({ rows }: TimingReport, { sort = '-total', top }: View): WeighedRow[] {
  return sortRows(weigh(rows), TIMING_COLUMNS, sort).slice(0, top);
}

const hasGroups = ({ rows }: TimingReport) => rows.some(({ group }) => group !== '');

/** The columns in the view's order; with the groups where rows have one. Throws `usage`. */
export function screenColumns(report: TimingReport, { columns }: View): Column<WeighedRow>[] {
  return pickColumns(TIMING_COLUMNS, columns ?? [...(hasGroups(report) ? ['group'] : []), ...TIMING_DEFAULTS]);
}

const dataColumns = (report: TimingReport, view: View) =>
  view.columns ? screenColumns(report, view) : [...TIMING_COLUMNS];

const titleOf = ({ targets }: TimingReport) =>
  targets.some(({ text }) => text === 'host')
    ? 'Times for all processes (unfiltered):'
    : 'Times for all processes (filtered):';
