/** Rows of a pane into a file, as the plain output would have them. */
import { SpcError } from '../../core/errors.ts';
import { type Beginning, timestamp } from '../../core/session/clock.ts';
import type { Saved, SaveRequest } from '../../core/wire/session.ts';
import type { NewTextFile } from '../../io/new-text-file.ts';
import type { Filter } from './filter.ts';
import type { Pane } from './pane.ts';
import type { SessionView } from './view.ts';

/** Rows written at a time. */
const AT_ONCE = 5000;

/** Throws `usage` for a pane that is not there, and what making or writing the file throws. */
export async function saveRows(
  view: SessionView,
  { pane: name, filter: source, from, to, path }: SaveRequest,
  create: (path: string) => NewTextFile,
): Promise<Saved> {
  const { pane, begin } = view.required(name);
  const filter = pane.filtered(source);
  await filter.complete();
  const last = Math.min(to, filter.count - 1);
  const first = Math.max(from, filter.first);
  if (last < first) throw new SpcError('usage', 'there is nothing to save', 'no row is chosen');
  const file = create(path ?? fileName(name, begin, pane.row(filter.rowAt(first) ?? pane.rows.first).at));
  try {
    for (let next = first; next <= last; next += AT_ONCE) {
      file.write(textOf(pane, filter, begin, next, Math.min(last, next + AT_ONCE - 1)));
      await view.io.turn();
    }
    return { path: file.path, rows: last - first + 1 };
  } finally {
    file.close();
  }
}

/** `spc-strace-20261122T085921Z.txt`: by the time of its first row. */
function fileName(pane: string, begin: Beginning, at: number): string {
  const time = timestamp(begin, at).slice(0, 19).replaceAll(/[-:]/g, '');
  return `spc-${pane}-${time}Z.txt`;
}

function textOf(pane: Pane, filter: Filter, begin: Beginning, from: number, to: number): string {
  let text = '';
  for (let number = from; number <= to; number++) {
    const row = filter.rowAt(number);
    if (row === undefined) continue;
    const block = pane.rows.block(row);
    text += `${timestamp(begin, block.at(row - block.first)).slice(11, 26)} ${block.text(row - block.first)}\n`;
  }
  return text;
}
