/** Options that every table has, and what they mean. */
import { setTimeout } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type List, type ListOptions, showList } from '../app/list.ts';
import { type Column, columnsHelp } from '../core/lists/columns.ts';
import { render } from '../ui/render.ts';

/** The options as commander gives them. */
export interface TableOptions {
  output?: string[];
  filter?: string[];
  sort?: string;
  watch?: number | true;
  json?: boolean;
  ndjson?: boolean;
  wide?: boolean;
}

const WATCH_SECONDS = 2;

/** Adds -o, -f, --sort, --watch, --json, --ndjson and --wide, and the columns to the help. */
export function withTable<Row>(
  command: Command,
  columns: readonly Column<Row>[],
  defaults: readonly string[],
): Command {
  return command
    .addOption(new Option('-o, --output <col,…>', 'columns to show').argParser(list))
    .addOption(new Option('-f, --filter <key=value>', 'rows to show; may be given again').argParser(collect))
    .addOption(new Option('--sort <col>', 'sort by a column; -col (as --sort=-memory): falling'))
    .addOption(watchOption())
    .addOption(new Option('--json', 'JSON on standard output: an array').conflicts('ndjson'))
    .addOption(new Option('--ndjson', 'JSON on standard output: one row a line'))
    .addOption(new Option('--wide', 'do not cut lines at the width of the terminal'))
    .addHelpText('after', () => `\n${columnsHelp(columns, defaults)}`);
}

/** `--watch [seconds]`. */
export const watchOption = () =>
  new Option('--watch [seconds]', `show again every so many seconds (${WATCH_SECONDS})`).argParser(seconds);

/** Seconds between refreshes; undefined: once. */
export const watchSeconds = (watch: number | true | undefined) => (watch === true ? WATCH_SECONDS : watch);

/** Shows a table as the options say, and sets the exit status. */
export async function showTable<Row>(table: List<Row>, options: TableOptions): Promise<void> {
  const { json = false, ndjson = false, wide = false } = options;
  process.exitCode = await render(showList(table, listOptions(options), setTimeout), { json, ndjson, wide });
}

/** The options as the use-case takes them. */
export function listOptions({ output, filter = [], sort, watch }: TableOptions): ListOptions {
  return { columns: output, filters: filter, sort, watch: watchSeconds(watch) };
}

const list = (text: string) => text.split(',').filter(Boolean);

const collect = (text: string, before: string[] = []) => [...before, text];

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= 0.1 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds, 0.1 at least.');
}
