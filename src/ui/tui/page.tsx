/** A page of sections, scrolled. */
import type { ReactElement } from 'react';
import type { PageSection } from '../../core/page.ts';
import type { PageRequest } from '../../core/wire/types.ts';
import { pageText } from '../page.ts';
import type { Intent } from './keys.ts';
import { Lines } from './lines.tsx';
import type { UiMsg } from './msg.ts';
import { paint } from './paint.ts';
import type { PageState } from './state.ts';
import { toWidth } from './text.ts';
import type { Role } from './theme.ts';
import type { TerminalLook } from './types.ts';
import type { Area } from './view.ts';

const drawn = new WeakMap<readonly PageSection[], { width: number; lines: string[] }>();

/** Its lines for a screen so wide. */
function pageLines({ sections, error }: PageState, width: number): string[] {
  if (error) return [error.what, error.why, error.hint].filter(Boolean);
  if (!sections) return ['reading ...'];
  const known = drawn.get(sections);
  if (known?.width === width) return known.lines;
  const lines = pageText(sections, { colour: false, width }).split('\n');
  drawn.set(sections, { width, lines });
  return lines;
}

/** The line of the title, and of what Enter does. */
const headRows = ({ enter }: PageState) => (enter ? 2 : 1);

/** The first line in sight after a key that scrolls; undefined: the key does not. */
export function topAfter(
  top: number,
  intent: Intent,
  { lines, height }: { lines: number; height: number },
): number | undefined {
  const last = Math.max(0, lines - height);
  const moves: Partial<Record<Intent, number>> = {
    down: top + 1,
    up: top - 1,
    'page-down': top + height,
    'page-up': top - height,
    first: 0,
    last,
  };
  const next = moves[intent];
  return next === undefined ? undefined : Math.max(0, Math.min(last, next));
}

/** The page after a key that scrolls; undefined: the key does not. */
export function scrolled(page: PageState, intent: Intent, { width, height }: Area): PageState | undefined {
  const top = topAfter(page.top, intent, { lines: pageLines(page, width).length, height: height - headRows(page) });
  return top === undefined ? undefined : { ...page, top };
}

/** The page after the wheel was turned, or something was clicked. */
export function wheeled(page: PageState, { what }: Extract<UiMsg, { kind: 'mouse' }>, area: Area): PageState {
  if (what !== 'wheel-down' && what !== 'wheel-up') return page;
  const intent = what === 'wheel-down' ? 'down' : 'up';
  return [1, 2, 3].reduce((next) => scrolled(next, intent, area) ?? next, page);
}

interface PageProps {
  page: PageState;
  look: TerminalLook;
  area: Area;
}

/** Its title, and the lines in sight. */
export function PageLines({ page, look, area: { width, height } }: PageProps): ReactElement {
  const all = pageLines(page, width);
  const rows = height - headRows(page);
  const { enter } = page;
  const lines = all.slice(page.top, page.top + rows);
  const place = all.length > rows ? `  ${page.top + 1}-${page.top + lines.length} of ${all.length} lines` : '';
  const head = [
    paint(look, 'dim', toWidth(` ${page.title}${place}`, width)),
    ...(enter ? [paint(look, 'key', toWidth(` Enter: ${enter.text}   Esc: back`, width))] : []),
  ];
  const body = lines.map((line) => paint(look, lineRole(line, page), toWidth(line === '' ? '' : ` ${line}`, width)));
  return <Lines lines={[...head, ...body]} width={width} />;
}

/** What strikes the eye on a page: lines that begin so. */
const MARKED: Partial<Record<PageRequest['page'], readonly (readonly [RegExp, Role])[]>> = {
  image: [
    [/^ {2}(critical|policy +refuse)\b/, 'error'],
    [/^ {2}(high|policy +ask)\b/, 'warning'],
    [/^ {2}policy +allow\b/, 'ok'],
  ],
  doctor: [[/^ {2}\S+ +(missing|denied|unknown)\b/, 'warning']],
};

/** Titles of sections stand at the margin. */
function lineRole(line: string, { error, sections, request: { page } }: PageState): Role {
  if (error) return 'error';
  if (sections && line !== '' && !line.startsWith(' ')) return 'title';
  return MARKED[page]?.find(([pattern]) => pattern.test(line))?.[1] ?? 'text';
}
