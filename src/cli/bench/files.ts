/** Where reports go: standard output, or new files that only their owner may read. */
import { extname, resolve } from 'node:path';
import { styleText } from 'node:util';
import type { BenchOutput } from '../../app/bench.ts';
import { FORMATTERS, type Format, type FormatOptions, type TextStyle } from '../../core/bench/formats/index.ts';
import type { BenchReport } from '../../core/bench/types.ts';
import { SpcError } from '../../core/errors.ts';
import type { Msg } from '../../core/types.ts';
import { snapshotText } from '../../io/bench/snapshot.ts';
import { requireFree, writePrivate } from '../../io/new-file.ts';
import type { BenchOptions } from './options.ts';

const HINT = 'another name, or --force to replace it';

/** Names of files that tell their format. */
const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.txt': 'text',
  '.json': 'json',
  '.xml': 'junit',
  '.sarif': 'sarif',
  '.html': 'html',
  '.csv': 'csv',
};

/** As asked for, else as the file's name tells, else text. */
export function formatOf({ format, json, output = '' }: BenchOptions): Format {
  return format ?? (json ? 'json' : (EXTENSIONS[extname(output).toLowerCase()] ?? 'text'));
}

/** What becomes of evidence and report. Throws `usage` for a file that is there already or is to hold two things: before anything is gathered. */
export function outputOf(options: BenchOptions): BenchOutput {
  const { output, log, snapshot, force = false } = options;
  const logs = log === undefined ? [] : [log, `${log}.json`];
  const paths = [output, snapshot, ...logs].filter((path) => path !== undefined);
  requireDistinct(paths);
  for (const path of paths) requireFree(path, { force, hint: HINT });
  const write = (path: string, text: string): Msg => {
    writePrivate(path, text, { force, hint: HINT });
    return { kind: 'note', text: `written: ${path}` };
  };
  return {
    *evidence(evidence) {
      if (snapshot !== undefined) yield write(snapshot, snapshotText(evidence));
    },
    *report(report) {
      const format = formatOf(options);
      if (output !== undefined) yield write(output, FORMATTERS[format](report, shownAs(options)));
      else yield shown(report, format, options);
      const [text, json] = logs;
      if (text !== undefined) yield write(text, FORMATTERS.text(report, shownAs(options)));
      if (json !== undefined) yield write(json, FORMATTERS['bench-json'](report, shownAs(options)));
    },
  };
}

function requireDistinct(paths: readonly string[]): void {
  const twice = paths.find((path, at) => paths.slice(0, at).some((other) => resolve(other) === resolve(path)));
  if (twice === undefined) return;
  throw new SpcError(
    'usage',
    `two things are to be written to ${twice}`,
    '',
    'name another; -l FILE writes FILE.json, too',
  );
}

/** On standard output: colours and width are a terminal's. */
function shown(report: BenchReport, format: Format, options: BenchOptions): Msg {
  const { isTTY, columns } = process.stdout;
  const terminal = isTTY ? { width: columns || 80, ...(options.color && { paint }) } : {};
  return { kind: 'result', text: FORMATTERS[format](report, { ...shownAs(options), ...terminal }), data: report };
}

/** Nothing where the terminal, or NO_COLOR, wants none. */
const paint = (style: TextStyle, text: string) => styleText(style, text, { stream: process.stdout });

const shownAs = ({ remediation, all, limit }: BenchOptions): FormatOptions => ({ remediation, all, limit });
