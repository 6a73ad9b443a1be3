/** What can be done with a row, and the command that does the same. */
import type { ListName, ListRow } from '../../../../core/wire/types.ts';
import { type KeyPlace, keyOf } from '../../keys.ts';
import { open } from '../../places.ts';
import type { MenuItem, State } from '../../state.ts';
import { actionsOf } from './actions.ts';

/** Places of the key table that count in a list, the nearest first. */
export const TABLE_PLACES: Record<ListName, readonly KeyPlace[]> = {
  containers: ['containers', 'target', 'table'],
  processes: ['processes', 'target', 'table'],
  namespaces: ['target', 'table'],
  images: ['images', 'table'],
  sessions: ['sessions', 'table'],
};

/** The menu of a row in front of its table; without a row the state as it is. */
export function rowMenu(state: State, list: ListName, row: ListRow | undefined): State {
  if (!row) return state;
  const items = actionsOf(state, list, row).map(
    ({ intent, text, argv }): MenuItem => ({
      key: keyOf(TABLE_PLACES[list], intent),
      text,
      argv: argv(row),
      effects: [],
      intent,
    }),
  );
  return open(state, { kind: 'menu', title: row.target, items, selected: 0 });
}
