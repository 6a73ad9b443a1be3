/** Rows by their time. */
import type { Sought, Tops } from '../../core/wire/session.ts';
import type { SessionView } from './view.ts';

/**
 * Of each pane the row that was nearest before a moment, among those its filter lets through. Where rows are out of order, as
 * calls that took long are, it is the one before the first that is later. Panes that are not there are left out.
 */
export async function seekRows(view: SessionView, { at, filters }: Sought): Promise<Tops> {
  const tops: Tops = {};
  for (const [name, source] of Object.entries(filters)) {
    const pane = view.find(name);
    if (!pane) continue;
    const filter = pane.filtered(source);
    await filter.complete();
    tops[name] = Math.max(filter.first, filter.rank(pane.rows.before(at) + 1) - 1);
  }
  return tops;
}
