/** A page about one thing, in the view's place. */
import { viewArea } from '../geometry.ts';
import type { UiMsg } from '../msg.ts';
import { PageLines, scrolled, wheeled } from '../page.tsx';
import { closeOverlay, withTop } from '../places.ts';
import type { Overlay, PageState, State, Step } from '../state.ts';
import { still } from '../view.ts';
import type { OverlayView } from './index.ts';

type Page = Extract<Overlay, { kind: 'page' }>;
const pageOf = (state: State) => (state.overlays.at(-1) as Page).page;
const withPage = (state: State, page: PageState): State => withTop(state, { kind: 'page', page });

/** The page came, or did not; nobody may want it any more. */
export function takePage(state: State, msg: Extract<UiMsg, { kind: 'paged' | 'page-failed' }>): Step {
  const taken = (page: PageState): PageState =>
    msg.kind === 'paged'
      ? { ...page, asked: false, sections: msg.answer.sections, error: null }
      : { ...page, asked: false, error: msg.error };
  if (msg.request === state.doctor.request) return still({ ...state, doctor: taken(state.doctor) });
  const overlays = state.overlays.map((overlay) =>
    overlay.kind === 'page' && overlay.page.request === msg.request
      ? { ...overlay, page: taken(overlay.page) }
      : overlay,
  );
  return still({ ...state, overlays });
}

/** Asks for a page that was not read yet. */
export function readPage(page: PageState): { page: PageState; effects: Step['effects'] } {
  if (page.asked || page.sections || page.error) return { page, effects: [] };
  return { page: { ...page, asked: true }, effects: [{ do: 'page', request: page.request }] };
}

/** A page that is to be read anew. */
export const unread = (page: PageState): PageState => ({ ...page, sections: null, error: null, asked: false });

export const PAGE: OverlayView = {
  places: ['page'],
  full: true,
  update: (state, intent) => {
    const page = pageOf(state);
    if (intent === 'again') return still(withPage(state, unread(page)));
    if (intent === 'choose' && page.enter && page.sections)
      return { state: closeOverlay(state), effects: [{ do: 'command', argv: page.enter.argv }] };
    const next = scrolled(page, intent, viewArea(state));
    return next && still(withPage(state, next));
  },
  mouse: (state, mouse) => still(withPage(state, wheeled(pageOf(state), mouse, viewArea(state)))),
  draw: ({ state, area }) => <PageLines page={pageOf(state)} look={state.look} area={area} />,
};
