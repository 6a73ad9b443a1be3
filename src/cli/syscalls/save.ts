/** `--save FILE`: in which form. */
import { extname } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { EXTENSIONS, type ReportFormat, reportText, type View } from '../../core/syscalls/present.ts';
import type { TimingReport } from '../../core/syscalls/types.ts';
import { requireFree, writePrivate } from '../../io/new-file.ts';

/** Throws `usage` for a form that is not known, and for a file that is there already: before anything is measured. */
export function openSaved(path: string, chosen: ReportFormat | undefined, force: boolean) {
  const format = EXTENSIONS[extname(path).slice(1).toLowerCase()] ?? chosen;
  if (format === undefined)
    throw new SpcError(
      'usage',
      `what form shall ${path} have?`,
      'its name does not tell',
      `--format, or a name that ends in ${Object.keys(EXTENSIONS).join(', ')}`,
    );
  const how = { force, hint: 'another name, or --force to replace it' };
  requireFree(path, how);
  return {
    path,
    write: (report: TimingReport, view: View) => writePrivate(path, reportText(report, format, view), how),
  };
}
