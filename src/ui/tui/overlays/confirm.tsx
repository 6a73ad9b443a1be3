/** A question: y does it, anything else does not. */
import { closeOverlay } from '../places.ts';
import type { Overlay, State } from '../state.ts';
import { widthOf } from '../text.ts';
import { still } from '../view.ts';
import { Frame, type FrameLine } from './frame.tsx';
import type { OverlayView } from './index.ts';

type Confirm = Extract<Overlay, { kind: 'confirm' }>;
const confirmOf = (state: State) => state.overlays.at(-1) as Confirm;

export const CONFIRM: OverlayView = {
  places: ['confirm'],
  key: (state, key) => {
    const closed = closeOverlay(state);
    return key === 'y' || key === 'Y' ? { state: closed, effects: confirmOf(state).yes } : still(closed);
  },
  draw: ({ state, area }) => {
    const { title, lines } = confirmOf(state);
    const all: FrameLine[] = [
      ...lines.map((text) => ({ text })),
      { text: '' },
      { text: 'y: yes   any other key: no', role: 'key' },
    ];
    const width = Math.max(widthOf(title) + 2, ...all.map(({ text }) => widthOf(text)));
    return (
      <Frame
        title={title}
        lines={all.slice(-Math.max(1, area.height - 2))}
        look={state.look}
        area={area}
        width={width}
      />
    );
  },
};
