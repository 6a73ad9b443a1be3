/** What works here, and what would make the rest work. */
import { viewArea } from '../geometry.ts';
import { readPage, unread } from '../overlays/page.tsx';
import { PageLines, scrolled, wheeled } from '../page.tsx';
import { still, type View } from '../view.ts';

export const DOCTOR_VIEW: View = {
  title: 'Doctor',
  places: ['page'],
  update: (state, intent) => {
    if (intent === 'again') return DOCTOR_VIEW.tick?.({ ...state, doctor: unread(state.doctor) }) ?? still(state);
    return still({ ...state, doctor: scrolled(state.doctor, intent, viewArea(state)) ?? state.doctor });
  },
  mouse: (state, mouse) => still({ ...state, doctor: wheeled(state.doctor, mouse, viewArea(state)) }),
  tick: (state) => {
    const { page, effects } = readPage(state.doctor);
    return effects.length === 0 ? still(state) : { state: { ...state, doctor: page }, effects };
  },
  draw: ({ state, area }) => <PageLines page={state.doctor} look={state.look} area={area} />,
};
