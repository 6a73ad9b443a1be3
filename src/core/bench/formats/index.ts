/** Every format by its name. */
import { asciiJson } from '../../ascii-json.ts';
import { benchJson } from './bench-json.ts';
import { csvReport } from './csv.ts';
import type { Format, Formatter } from './format.ts';
import { html } from './html.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { textReport } from './text.ts';

export { FORMATS, type Format, type FormatOptions, type Formatter, type TextStyle } from './format.ts';

/** `json` is the report itself. */
export const FORMATTERS = {
  text: textReport,
  json: (report) => `${asciiJson(report, 2)}\n`,
  'bench-json': benchJson,
  junit,
  sarif,
  html,
  csv: csvReport,
} as const satisfies Record<Format, Formatter>;
