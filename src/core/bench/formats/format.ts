/** The formats a report can have, and what a caller may ask of them. */
import type { BenchReport } from '../types.ts';

export const FORMATS = ['text', 'json', 'bench-json', 'junit', 'sarif', 'html', 'csv'] as const;

export type Format = (typeof FORMATS)[number];

/** Styles as node:util's styleText calls them. */
export type TextStyle = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** What a format has no use for it ignores. */
export interface FormatOptions {
  /** text: colours; without it there are none. */
  paint?: ((style: TextStyle, text: string) => string) | undefined;
  /** text: columns of the screen; without it nothing wraps. */
  width?: number | undefined;
  /** text: how to mend each failure, too. bench-json: false leaves it out. */
  remediation?: boolean | undefined;
  /** text: all items of a finding, not the first few. */
  all?: boolean | undefined;
  /** bench-json: so many items of a finding at most; 0: all. */
  limit?: number | undefined;
}

/** The whole document, with a newline at its end. What the report holds of strangers' text can do no harm where it is meant to be read. */
export type Formatter = (report: BenchReport, options?: FormatOptions) => string;
