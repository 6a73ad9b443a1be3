/** `spc syscalls diff`: which system calls became slower. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type Comparison, compare } from '../../app/syscalls/compare.ts';
import { SpcError } from '../../core/errors.ts';
import { type Column, columnsHelp, pickColumns } from '../../core/lists/columns.ts';
import { csv } from '../../core/lists/csv.ts';
import { sortRows } from '../../core/lists/order.ts';
import { screenTable, sparedColumns } from '../../core/lists/screen.ts';
import type { Diff, DiffRow } from '../../core/syscalls/diff.ts';
import { DIFF_COLUMNS, DIFF_DEFAULTS } from '../../core/syscalls/diff-columns.ts';
import { markdown } from '../../core/syscalls/formats/markdown.ts';
import type { Msg } from '../../core/types.ts';
import { readReport } from '../../io/timing/report-file.ts';
import { render } from '../../ui/render.ts';
import { count, list } from './options.ts';
import { wordsAround } from './words.ts';

interface DiffOptions {
  before?: string[];
  after?: string[];
  failOn?: number;
  minCount?: number;
  minShare?: number;
  all?: boolean;
  format?: 'table' | 'json' | 'csv' | 'markdown';
  json?: boolean;
  output?: string[];
  sort?: string;
  top?: number;
  wide?: boolean;
  quiet?: boolean;
}

export function diffCommand(): Command {
  return new Command('diff')
    .description('compare saved reports: what became slower, faster, appeared and disappeared')
    .usage('[options] BEFORE AFTER | BEFORE… -- AFTER… | --before A,B --after C,D')
    .addArgument(new Argument('[reports...]', 'saved by spc syscalls --save FILE.json'))
    .addOption(new Option('--before <file,…>', 'reports of before').argParser(list))
    .addOption(new Option('--after <file,…>', 'reports of after').argParser(list))
    .addOption(new Option('--fail-on <rise>', 'exit with 98 when a mean rose by more: 20%').argParser(percent))
    .addOption(
      new Option('--min-count <n>', 'judge only calls made so often on both sides').argParser(count).default(10),
    )
    .addOption(
      new Option('--min-share <share>', 'judge only calls with such a share of the time on either side')
        .argParser(percent)
        .default(0.01, '1%'),
    )
    .option('--all', 'show what did not change, too')
    .addOption(new Option('--format <format>', 'how it is shown').choices(['table', 'json', 'csv', 'markdown']))
    .option('--json', 'as JSON')
    .addOption(new Option('-o, --output <col,…>', 'columns to show').argParser(list))
    .option('--sort <col>', 'sort by a column; -col (as --sort=-averageRatio): falling')
    .addOption(new Option('--top <n>', 'so many rows').argParser(count))
    .option('--wide', 'do not cut lines at the width of the terminal')
    .option('-q, --quiet', 'the table and regressions only')
    .addHelpText('after', () => `\n${columnsHelp(DIFF_COLUMNS, DIFF_DEFAULTS, '', '-o and --sort')}`)
    .action(action);
}

/** `20%` or `0.2` → 0.2. */
function percent(text: string): number {
  const [, number, sign] = /^(\d{1,6}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('It must be a share, as 20% or 0.2.');
  return Number(number) / (sign ? 100 : 1);
}

async function action(words: string[], options: DiffOptions, command: Command): Promise<void> {
  const { all = false, sort, top, failOn, minCount = 0, minShare = 0, wide = false, quiet = false } = options;
  const format = options.format ?? (options.json ? 'json' : 'table');
  if (sort) sortRows([], DIFF_COLUMNS, sort);
  pickColumns(DIFF_COLUMNS, options.output ?? []);
  const fail = failOn === undefined ? undefined : { rise: failOn, leastCount: minCount, leastShare: minShare };
  const comparison: Comparison = { ...sidesOf(words, options, command), all, sort, top, fail };
  const messages = compare(comparison, readReport, (diff, rows) => shown(diff, rows, format, options));
  process.exitCode = await render(messages, { json: format === 'json', wide, quiet });
}

/** Throws `usage` unless there are two sides. */
function sidesOf(words: string[], { before, after }: DiffOptions, command: Command) {
  if (before && after && words.length === 0) return { before, after };
  const [left, right] = wordsAround(words, command);
  const late = right.find((word) => word.startsWith('-'));
  if (late !== undefined)
    throw new SpcError('usage', `${late} comes after --`, '', 'options come before --, after it only reports');
  if (!before && !after && left.length > 0 && right.length > 0) return { before: left, after: right };
  if (!before && !after && words.length === 2) return { before: words.slice(0, 1), after: words.slice(1) };
  throw new SpcError(
    'usage',
    'two sides are to be compared',
    '',
    'spc syscalls diff BEFORE AFTER, or BEFORE… -- AFTER…, or --before A,B --after C,D',
  );
}

function shown(diff: Diff, rows: readonly DiffRow[], format: string, { output }: DiffOptions): Msg {
  const hasGroups = rows.some(({ group }) => group !== '');
  const screen = pickColumns(DIFF_COLUMNS, output ?? [...(hasGroups ? ['group'] : []), ...DIFF_DEFAULTS]);
  const data: readonly Column<DiffRow>[] = output ? screen : DIFF_COLUMNS;
  if (format === 'csv') return { kind: 'result', text: csv(rows, data), data: diff };
  if (format === 'markdown') return { kind: 'result', text: markdown(rows, screen), data: diff };
  if (format === 'json') return { kind: 'result', text: '', data: diff };
  const onScreen = (width: number | undefined) => (output ? screen : sparedColumns(rows, screen, width));
  return { kind: 'rows', table: (width) => screenTable(rows, onScreen(width), width), data: [diff], again: false };
}
