/** The keys that count here first, then all others, from the one table. */
import { viewArea } from '../geometry.ts';
import { bindingsOf, KEY_PLACES, type KeyPlace } from '../keys.ts';
import { topAfter } from '../page.tsx';
import { withTop } from '../places.ts';
import type { Overlay, State } from '../state.ts';
import { toWidth } from '../text.ts';
import { still } from '../view.ts';
import { VIEWS } from '../views/index.ts';
import { Frame, type FrameLine } from './frame.tsx';
import type { OverlayView } from './index.ts';

type Help = Extract<Overlay, { kind: 'help' }>;

const KEYS_WIDTH = 20;

function helpLines(state: State): FrameLine[] {
  const near = [...VIEWS[state.view].places, 'everywhere'] as const;
  const far = (Object.keys(KEY_PLACES) as KeyPlace[]).filter((place) => !(near as readonly string[]).includes(place));
  return [...near, ...far].flatMap((place, at) => {
    const bindings = bindingsOf(place);
    if (bindings.length === 0) return [];
    const lines = bindings.map(({ keys, about }) => ({
      text: `${toWidth(keys.join(' '), KEYS_WIDTH)}${about}`,
      key: KEYS_WIDTH,
    }));
    return [...(at === 0 ? [] : [{ text: '' }]), { text: KEY_PLACES[place], role: 'title' as const }, ...lines];
  });
}

const inSight = (height: number) => Math.max(1, height - 2);

export const HELP: OverlayView = {
  places: ['page'],
  update: (state, intent) => {
    const { top } = state.overlays.at(-1) as Help;
    const height = inSight(viewArea(state).height);
    const next = topAfter(top, intent, { lines: helpLines(state).length, height });
    return next === undefined ? undefined : still(withTop(state, { kind: 'help', top: next }));
  },
  mouse: (state, { what }) => {
    const { top } = state.overlays.at(-1) as Help;
    const intent = what === 'wheel-down' ? 'down' : 'up';
    if (what === 'press' || what === 'double') return still(state);
    const next = topAfter(top, intent, { lines: helpLines(state).length, height: inSight(viewArea(state).height) });
    return still(withTop(state, { kind: 'help', top: next ?? top }));
  },
  draw: ({ state, area }) => {
    const { top } = state.overlays.at(-1) as Help;
    const lines = helpLines(state);
    const more = lines.length > top + inSight(area.height);
    const shown = lines.slice(top, top + inSight(area.height));
    // of all, so that the box stays as wide as it scrolls
    const width = Math.max(...lines.map(({ text }) => text.length));
    return (
      <Frame title={more ? 'keys (PgDn: more)' : 'keys'} lines={shown} look={state.look} area={area} width={width} />
    );
  },
};
