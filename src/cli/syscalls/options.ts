/** Options of `spc syscalls` that say how a report looks and where it goes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXTENSIONS, REPORT_FORMATS, type ReportFormat, type View } from '../../core/syscalls/present.ts';

export interface ViewOptions {
  format?: ReportFormat;
  json?: boolean;
  sort?: string;
  top?: number;
  output?: string[];
  save?: string;
  force?: boolean;
  wide?: boolean;
}

/** Adds --format, --json, -o, --sort, --top, --save, --force and --wide. */
export function withView(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how the report is shown').choices(REPORT_FORMATS))
    .option('--json', 'the report as JSON; see docs/syscalls.md')
    .addOption(new Option('-o, --output <col,…>', 'columns to show').argParser(list))
    .option('--sort <col>', 'sort by a column; -col (as --sort=-p99): falling')
    .addOption(new Option('--top <n>', 'so many rows').argParser(count))
    .option(
      '--save <file>',
      `keep the report: ${Object.keys(EXTENSIONS)
        .map((name) => `.${name}`)
        .join(', ')} tell the form; .json can be compared`,
    )
    .option('--force', '--save replaces a file that is there')
    .option('--wide', 'do not cut lines at the width of the terminal');
}

export const viewOf = ({ output, sort, top }: ViewOptions): View => ({ columns: output, sort, top });

export const formatOf = ({ format, json }: ViewOptions): ReportFormat => format ?? (json ? 'json' : 'table');

export const list = (text: string): string[] => text.split(',').filter(Boolean);

/** A whole number, 1 at least. */
export function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, 1 at least.');
}
