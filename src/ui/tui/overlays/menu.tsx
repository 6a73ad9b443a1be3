/** What can be done, and the command that does the same. */
import { shellQuote } from '../../../core/label/quote.ts';
import { copied } from '../everywhere.ts';
import { viewArea } from '../geometry.ts';
import type { UiMsg } from '../msg.ts';
import { closeOverlay, open, prompt, withTop } from '../places.ts';
import type { MenuItem, Overlay, State, Step } from '../state.ts';
import { toWidth, widthOf } from '../text.ts';
import { still } from '../view.ts';
import { VIEWS } from '../views/index.ts';
import { Frame, type FrameLine, frameArea } from './frame.tsx';
import type { OverlayView } from './index.ts';

type Menu = Extract<Overlay, { kind: 'menu' }>;
const menuOf = (state: State) => state.overlays.at(-1) as Menu;

function chosen(state: State, item: MenuItem | undefined): Step {
  if (!item) return still(state);
  const closed = closeOverlay(state);
  if (item.intent) return VIEWS[state.view].update(closed, item.intent, item.key);
  return { state: closed, effects: item.effects };
}

function moved(state: State, to: number): Step {
  const menu = menuOf(state);
  return still(withTop(state, { ...menu, selected: Math.max(0, Math.min(menu.items.length - 1, to)) }));
}

const KEY_WIDTH = 3;
const LEAST = 36;

interface Laid {
  /** Of the texts before the commands. */
  text: number;
  width: number;
  /** The first item in sight. */
  top: number;
}

function laid({ items, selected }: Menu, height: number): Laid {
  const text = Math.max(0, ...items.map((item) => widthOf(item.text))) + 2;
  const command = Math.max(0, ...items.map(({ argv }) => (argv ? widthOf(commandText(argv)) : 0)));
  return { text, width: Math.max(LEAST, KEY_WIDTH + text + command), top: Math.max(0, selected - height + 1) };
}

const commandText = (argv: readonly string[]) => shellQuote(['spc', ...argv]);

const inSight = (state: State) => Math.max(1, viewArea(state).height - 2);

/** A click chooses. */
function clicked(state: State, { what, x, y }: Extract<UiMsg, { kind: 'mouse' }>): Step {
  const menu = menuOf(state);
  if (what === 'wheel-down' || what === 'wheel-up')
    return moved(state, menu.selected + (what === 'wheel-down' ? 1 : -1));
  const { width, top } = laid(menu, inSight(state));
  const box = frameArea(viewArea(state), { width, height: menu.items.length });
  const inside = x >= box.x && x < box.x + box.width + 4 && y > box.y && y <= box.y + box.height;
  return inside ? chosen(state, menu.items[top + y - box.y - 1]) : still(closeOverlay(state));
}

export const MENU: OverlayView = {
  places: ['menu'],
  key: (state, key) => {
    const item = menuOf(state).items.find((each) => each.key === key);
    return item && chosen(state, item);
  },
  update: (state, intent) => {
    const { items, selected } = menuOf(state);
    const item = items[selected];
    if (intent === 'down') return moved(state, selected + 1);
    if (intent === 'up') return moved(state, selected - 1);
    if (intent === 'first') return moved(state, 0);
    if (intent === 'last') return moved(state, items.length);
    if (intent === 'choose') return chosen(state, item);
    if (intent === 'copy') return copied(state, item?.argv ?? null);
    return intent === 'command'
      ? still(prompt(closeOverlay(state), 'command', 'spc ', shellQuote(item?.argv ?? [])))
      : undefined;
  },
  mouse: clicked,
  draw: ({ state, area }) => {
    const menu = menuOf(state);
    const { text, width, top } = laid(menu, Math.max(1, area.height - 2));
    const lines = menu.items.slice(top).map(
      (item, at): FrameLine => ({
        text: `${toWidth(item.key, KEY_WIDTH)}${toWidth(item.text, text)}${item.argv ? commandText(item.argv) : ''}`,
        role: top + at === menu.selected ? 'selected' : 'text',
        key: top + at === menu.selected ? 0 : KEY_WIDTH,
      }),
    );
    return <Frame title={menu.title} lines={lines} look={state.look} area={area} width={width} />;
  },
};

const LETTERS = [...'123456789abcdefghilmnopqrstuvwxz'];

/** The scripts of a tracer's library came: which is meant? */
export function takeExamples(state: State, { tracer, target, scripts }: Extract<UiMsg, { kind: 'examples' }>): Step {
  const items = scripts.map(({ name, about }, at): MenuItem => {
    const argv = [tracer, target, '--example', name, '--record'];
    return { key: LETTERS[at] ?? '', text: `${toWidth(name, 22)} ${about}`, argv, effects: [{ do: 'command', argv }] };
  });
  if (items.length === 0)
    return still({ ...state, message: { text: `${tracer} has no scripts here`, style: 'error' } });
  return still(open(state, { kind: 'menu', title: `${tracer} on ${target}`, items, selected: 0 }));
}
