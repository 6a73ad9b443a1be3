/**
 * The one table of keys: what is pressed, where, and what it means. The UI, its help and docs/tui.md are made from it.
 * Keys are named as tmux does: `j`, `C-z`, `Up`, `PgUp`, `Enter`, `Esc`, `Tab`, `S-Tab`, `Space`; `gg` is two.
 */
import { SESSION_KEYS } from './views/session/keys.ts';
import { SYSCALLS_KEYS } from './views/syscalls/keys.ts';
import { TABLE_KEYS } from './views/table/keys.ts';

/** Where keys count, and what that is called; in the order the help tells of them. */
export const KEY_PLACES = {
  everywhere: 'Everywhere',
  table: 'In every table',
  target: 'On a container, process or namespace',
  containers: 'Containers',
  processes: 'Processes',
  images: 'On an image',
  sessions: 'On a recorded session',
  session: 'In a session',
  syscalls: 'In a timing of system calls',
  page: 'On a page, and in the help',
  menu: 'In a menu',
  prompt: 'While a line is typed',
  confirm: 'When something is asked',
} as const;

export type KeyPlace = keyof typeof KEY_PLACES;

export interface KeyBinding {
  place: KeyPlace;
  keys: readonly string[];
  intent: string;
  about: string;
  /** In a word, for the line of keys at the bottom; undefined: it is not told there. */
  hint?: string;
}

const OVERLAY_KEYS = [
  { place: 'page', keys: ['j', 'Down'], intent: 'down', about: 'next line' },
  { place: 'page', keys: ['k', 'Up'], intent: 'up', about: 'line before' },
  { place: 'page', keys: ['PgDn', 'C-d', 'Space'], intent: 'page-down', about: 'a screen on' },
  { place: 'page', keys: ['PgUp', 'C-u'], intent: 'page-up', about: 'a screen back' },
  { place: 'page', keys: ['gg', 'Home'], intent: 'first', about: 'to the beginning' },
  { place: 'page', keys: ['G', 'End'], intent: 'last', about: 'to the end' },
  { place: 'page', keys: ['r', 'C-l'], intent: 'again', about: 'read anew', hint: 'read anew' },
  { place: 'page', keys: ['Enter'], intent: 'choose', about: 'do what the page is about: run the image' },
  { place: 'menu', keys: ['j', 'Down'], intent: 'down', about: 'next' },
  { place: 'menu', keys: ['k', 'Up'], intent: 'up', about: 'the one before' },
  { place: 'menu', keys: ['PgDn', 'End'], intent: 'last', about: 'the last' },
  { place: 'menu', keys: ['PgUp', 'Home'], intent: 'first', about: 'the first' },
  { place: 'menu', keys: ['Enter'], intent: 'choose', about: 'do it; so does the key before each line', hint: 'do it' },
  { place: 'menu', keys: ['y'], intent: 'copy', about: 'copy its command', hint: 'copy command' },
  {
    place: 'menu',
    keys: [':'],
    intent: 'command',
    about: 'edit its command, then Enter runs it',
    hint: 'edit command',
  },
  { place: 'prompt', keys: ['Enter'], intent: 'choose', about: 'take it' },
  { place: 'prompt', keys: ['Esc', 'C-c'], intent: 'back', about: 'leave it' },
  { place: 'prompt', keys: ['Left', 'Right', 'Home', 'End'], intent: 'move', about: 'move; C-a and C-e, too' },
  {
    place: 'prompt',
    keys: ['Backspace', 'Delete', 'C-w', 'C-u'],
    intent: 'delete',
    about: 'delete: C-w a word, C-u all before',
  },
  { place: 'prompt', keys: ['Up', 'Down'], intent: 'history', about: 'commands that were typed before' },
  { place: 'confirm', keys: ['y'], intent: 'yes', about: 'yes; any other key is no' },
] as const satisfies readonly KeyBinding[];

const EVERYWHERE_KEYS = [
  { place: 'everywhere', keys: [':'], intent: 'command', about: 'type a command of spc; Enter runs it' },
  { place: 'everywhere', keys: ['y'], intent: 'copy', about: 'copy the command that shows or does the same' },
  { place: 'everywhere', keys: ['?', 'F1'], intent: 'help', about: 'these keys', hint: 'keys' },
  {
    place: 'everywhere',
    keys: ['Esc'],
    intent: 'back',
    about: 'back: closes, clears the filter, goes to the view before',
  },
  { place: 'everywhere', keys: ['Tab'], intent: 'next', about: 'next view, or next pane' },
  { place: 'everywhere', keys: ['S-Tab'], intent: 'previous', about: 'the one before' },
  {
    place: 'everywhere',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8'],
    intent: 'view',
    about: 'the view of that number',
  },
  { place: 'everywhere', keys: ['C-z'], intent: 'stop-process', about: 'to the shell; fg comes back' },
  { place: 'everywhere', keys: ['C-c'], intent: 'interrupt', about: 'stop the tracers in sight; else quit' },
  { place: 'everywhere', keys: ['q'], intent: 'quit', about: 'quit; asks when tracers run', hint: 'quit' },
] as const satisfies readonly KeyBinding[];

export const KEYS = [...TABLE_KEYS, ...SESSION_KEYS, ...SYSCALLS_KEYS, ...OVERLAY_KEYS, ...EVERYWHERE_KEYS] as const;

export type Intent = (typeof KEYS)[number]['intent'];

/** What a key means where the nearest of `places` has it; `more`: it is the beginning of one; undefined: nothing. */
export function meaning(places: readonly KeyPlace[], pressed: string): Intent | 'more' | undefined {
  for (const place of places) {
    const binding = KEYS.find((each) => each.place === place && (each.keys as readonly string[]).includes(pressed));
    if (binding) return binding.intent;
  }
  const begins = KEYS.some(({ place, keys }) => places.includes(place) && keys.some((key) => isLonger(key, pressed)));
  return begins ? 'more' : undefined;
}

/** Letters pressed one after the other; names of keys begin with a capital and have more letters. */
const isLonger = (key: string, pressed: string) => /^[a-z]{2}$/.test(key) && key[0] === pressed;

/** The first key of an intent where the nearest of `places` has it; empty: none. */
export function keyOf(places: readonly KeyPlace[], intent: Intent): string {
  for (const place of places) {
    const binding = bindingsOf(place).find((each) => each.intent === intent);
    if (binding) return binding.keys[0] ?? '';
  }
  return '';
}

/** The bindings of a place, in their order. */
export const bindingsOf = (place: KeyPlace): readonly (KeyBinding & { intent: Intent })[] =>
  (KEYS as readonly (KeyBinding & { intent: Intent })[]).filter((each) => each.place === place);

/** All keys as Markdown, a table a place: the section of docs/tui.md. */
export function keysMarkdown(): string {
  const places = Object.keys(KEY_PLACES) as KeyPlace[];
  const rows = (place: KeyPlace) =>
    bindingsOf(place).map(({ keys, about }) => `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${about} |`);
  return places
    .filter((place) => rows(place).length > 0)
    .map((place) => [`### ${KEY_PLACES[place]}`, '', '| keys | |', '| --- | --- |', ...rows(place)].join('\n'))
    .join('\n\n');
}
