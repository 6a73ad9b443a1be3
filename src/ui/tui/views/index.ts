/** The views, by name. */
import { createElement } from 'react';
import type { ListName } from '../../../core/wire/types.ts';
import type { ViewName } from '../state.ts';
import type { View } from '../view.ts';
import { DOCTOR_VIEW } from './doctor.tsx';
import { SESSION_VIEW } from './session/view.tsx';
import { SYSCALLS_VIEW } from './syscalls/view.tsx';
import { TABLE_PLACES } from './table/menu.ts';
import { Table } from './table/table.tsx';
import { tableMouse, tickTable, updateTable } from './table/update.ts';

const tableView = (list: ListName, title: string): View => ({
  title,
  places: TABLE_PLACES[list],
  update: (state, intent, key) => updateTable(state, list, intent, key),
  mouse: (state, mouse) => tableMouse(state, list, mouse),
  tick: (state) => tickTable(state, list),
  draw: ({ state, area }) => createElement(Table, { state, list, area }),
});

export const VIEWS = {
  containers: tableView('containers', 'Containers'),
  processes: tableView('processes', 'Processes'),
  namespaces: tableView('namespaces', 'Namespaces'),
  images: tableView('images', 'Images'),
  sessions: tableView('sessions', 'Sessions'),
  doctor: DOCTOR_VIEW,
  session: SESSION_VIEW,
  syscalls: SYSCALLS_VIEW,
} satisfies Record<ViewName, View> as Record<ViewName, View>;
