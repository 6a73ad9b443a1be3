/** A page for the eye: sections of labelled lines and small tables. All text may be hostile: who draws it sanitises it. */

export interface PageSection {
  title: string;
  items: PageItem[];
}

export type PageItem =
  /** A labelled text; it wraps. */
  | { label: string; text: string }
  /** Rows of cells in columns; cut at the width of the screen. `right`: columns that are flush right. */
  | { rows: string[][]; right?: number[] }
  /** What could not be told, or is left out. */
  | { note: string };
