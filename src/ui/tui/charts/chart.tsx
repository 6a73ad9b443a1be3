/** A chart of what happens each second, with its name above. */
import { Box } from 'ink';
import { memo, type ReactElement, useSyncExternalStore } from 'react';
import { Lines } from '../lines.tsx';
import { type Piece, paint, paintAll } from '../paint.ts';
import { toWidth, truncate, widthOf } from '../text.ts';
import type { Role } from '../theme.ts';
import type { TerminalLook } from '../types.ts';
import { chartDrawer, type DrawChart, LABEL_SECONDS, niceAbove, type Series, SGR, whenLoaded } from './canvas.ts';
import { sparkline } from './spark.ts';

export interface ChartLine {
  name: string;
  values: readonly number[];
  /** The newest, as it is read: `12.3k/s`. */
  text: string;
  color: 'cyan' | 'yellow' | 'red' | 'green' | 'magenta';
}

interface Props {
  lines: readonly ChartLine[];
  look: TerminalLook;
  width: number;
  height: number;
}

/** Seconds that a cell has room for twice. */
const SECONDS_A_CELL = 2;
const LEAST_SECONDS = 60;

/** No fewer seconds, so that each label is one of whole quarters of a minute. */
const stepped = (seconds: number) => Math.ceil(seconds / LABEL_SECONDS) * LABEL_SECONDS;
const LEAST = { width: 24, height: 5 } as const;

/** A title, and below it a curve; where there is too little room for one, or for its dots, bars. */
export const Chart = memo(DrawnChart, isSame);

/** Snapshots come ten times a second, what is drawn changes once. */
function isSame(one: Props, other: Props): boolean {
  const { look, width, height } = one;
  if (look !== other.look || width !== other.width || height !== other.height) return false;
  return JSON.stringify(one.lines) === JSON.stringify(other.lines);
}

function DrawnChart({ lines, look, width, height }: Props): ReactElement {
  const draw = useSyncExternalStore(whenLoaded, chartDrawer);
  const canDraw = look.unicode && height >= LEAST.height && width >= LEAST.width;
  const body = canDraw && draw ? curves(draw, lines, look, width, height - 1) : bars(lines, look, width, height - 1);
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Lines lines={[titleOf(lines, look, width), ...body]} width={width} />
    </Box>
  );
}

const ROLES = { cyan: 'title', yellow: 'warning', red: 'error', green: 'ok', magenta: 'spc' } as const satisfies Record<
  string,
  Role
>;

const ON_LIGHT = { cyan: 'blue', yellow: 'black', red: 'red', green: 'green', magenta: 'magenta' } as const;

function titleOf(lines: readonly ChartLine[], look: TerminalLook, width: number): string {
  const pieces = lines.flatMap(({ name, text, color }): Piece[] => [
    { text: ` ${truncate(name, width)} `, role: ROLES[color] },
    { text: `${truncate(text, width)} `, role: 'text' },
  ]);
  const cells = pieces.reduce((sum, { text }) => sum + widthOf(text), 0);
  if (cells <= width) return paintAll(look, [...pieces, { text: ' '.repeat(width - cells), role: 'text' }]);
  return toWidth(pieces.map(({ text }) => text).join(''), width);
}

function curves(
  draw: DrawChart,
  lines: readonly ChartLine[],
  look: TerminalLook,
  width: number,
  height: number,
): string[] {
  const room = Math.max(LEAST_SECONDS, stepped((width - 6) * SECONDS_A_CELL - LABEL_SECONDS));
  const shade = (color: ChartLine['color']) => (look.colors === 'light' ? ON_LIGHT[color] : color);
  const series = lines.map(
    ({ values, color }): Series => ({ values: padded(values.slice(-room)), color: shade(color) }),
  );
  const drawn = draw(series, { width, height });
  return look.colors === 'none' ? drawn.map(uncoloured) : drawn;
}

/** Before the first second there was nothing: a second is as wide in the first minute as later. */
const padded = (values: readonly number[]): number[] => [
  ...Array<number>(Math.max(LEAST_SECONDS, stepped(values.length)) - values.length).fill(0),
  ...values,
];

const uncoloured = (line: string) =>
  line
    .split(SGR)
    .filter((part) => !part.startsWith('\x1b'))
    .join('');

/** So many of them, or all. */
const last = (values: readonly number[], count: number) => (count > 0 ? values.slice(-count) : []);

/** A line each, and how high the highest is. */
function bars(lines: readonly ChartLine[], look: TerminalLook, width: number, height: number): string[] {
  const texts = lines.slice(0, height).map(({ values, color }) => {
    const most = ` ${niceAbove(Math.max(0, ...values))} `;
    const room = Math.max(0, width - widthOf(most));
    // the newest on the right
    return paint(look, ROLES[color], sparkline(last(values, room), look).padStart(room)) + paint(look, 'dim', most);
  });
  return [...texts, ...Array<string>(Math.max(0, height - texts.length)).fill('')];
}
