/** Where a timing report goes: the screen, standard error beside a command's output, a file. */
import type { ShowReport } from '../../app/syscalls/syscalls.ts';
import { headline } from '../../core/syscalls/headline.ts';
import { reportText, tableText } from '../../core/syscalls/present.ts';
import type { TimingReport } from '../../core/syscalls/types.ts';
import type { Msg } from '../../core/types.ts';
import type { RenderOptions } from '../../ui/render.ts';
import { formatOf, type ViewOptions, viewOf } from './options.ts';
import { openSaved } from './save.ts';

interface ShowOptions extends ViewOptions {
  quiet?: boolean;
}

/** How reports are shown, and what `render` is to know of it. Throws `usage` for a file that is there. */
export function shower(options: ShowOptions, toStderr: boolean): { report: ShowReport; options: RenderOptions } {
  const { wide = false, quiet = false, force = false, save } = options;
  const [format, view] = [formatOf(options), viewOf(options)];
  const file = save === undefined ? undefined : openSaved(save, options.format, force);
  const report: ShowReport = function* (found: TimingReport, last: boolean): Generator<Msg> {
    if (last && file) file.write(found, view);
    if (last && format === 'table') yield* headline(found).map((text): Msg => ({ kind: 'note', text }));
    if (toStderr) writeStderr(found);
    else if (format === 'table')
      yield { kind: 'rows', table: (width) => tableText(found, view, width), data: [found], again: !last };
    else if (format === 'json') yield { kind: 'result', text: '', data: found };
    else yield { kind: 'result', text: reportText(found, format, view), data: found };
    if (last && file) yield { kind: 'note', text: `saved in ${file.path}` };
  };
  function writeStderr(found: TimingReport): void {
    const { isTTY, columns } = process.stderr;
    const width = isTTY && !wide ? columns || 80 : undefined;
    process.stderr.write(format === 'table' ? `${tableText(found, view, width)}\n` : reportText(found, format, view));
  }
  return { report, options: { json: format === 'json', quiet, wide } };
}
