/** Sessions and timings that are open: the next one, and what is in sight when the last has been closed. */
import type { State, ViewName } from './state.ts';

/** The one so many on, all around. */
export const neighbour = <Open>(all: readonly Open[], current: Open, by: number): Open | undefined =>
  all[(all.indexOf(current) + by + all.length) % all.length];

/** Without the view, which has nothing to show any more: what was shown before it is. */
export function withoutView(state: State, view: ViewName): State {
  if (state.view !== view) return state;
  return { ...state, view: state.before.at(-1) ?? 'containers', before: state.before.slice(0, -1) };
}
