/** The line of keys at the bottom. */
import { bindingsOf, type KeyBinding, type KeyPlace } from './keys.ts';
import { OVERLAYS } from './overlays/index.ts';
import type { State } from './state.ts';
import { VIEWS } from './views/index.ts';

export interface Hint {
  key: string;
  hint: string;
}

/** Those of the view or what stands before it, as many as there is room for; those that count everywhere are never left out. */
export function hintsOf(state: State, room: number): Hint[] {
  const top = state.overlays.at(-1);
  const places = top ? OVERLAYS[top.kind].places : VIEWS[state.view].places;
  const near = places.toSorted((a, b) => rank(a) - rank(b)).flatMap(hintsAt);
  const last = hintsAt('everywhere').filter(({ key }) => !near.some((each) => each.key === key));
  let left = room - last.reduce((sum, hint) => sum + widthOf(hint), 0);
  const shown = near.filter((hint) => {
    left -= widthOf(hint);
    return left >= 0;
  });
  return [...shown, ...last];
}

/** What is the same in all tables is looked for first. */
const rank = (place: KeyPlace) => (place === 'table' ? 0 : place === 'target' ? 1 : 2);

const widthOf = ({ key, hint }: Hint) => key.length + hint.length + 3;

const hintsAt = (place: KeyPlace): Hint[] =>
  bindingsOf(place).flatMap(({ keys, hint }) => (hint === undefined ? [] : [{ key: shown(keys), hint }]));

/** `<` and `>` belong together. */
const shown = (keys: KeyBinding['keys']) => (keys.join('') === '<>' ? '<>' : (keys[0] ?? ''));
