/** Charts by blessed-contrib, drawn on its canvas without a screen of its own. Loaded when the first one is drawn. */

export interface Series {
  values: readonly number[];
  /** As blessed-contrib has it: a name, or one of the 256. */
  color: string;
}

/** Draws series over each other, in so many cells; lines with their colours in them. */
export type DrawChart = (series: readonly Series[], size: { width: number; height: number }) => string[];

/** From one label to the next. */
export const LABEL_SECONDS = 15;

interface ChartStub {
  options: Record<string, unknown>;
  canvasSize: { width: number; height: number };
  ctx: { _canvas: { frame(): string } };
}

let loaded: DrawChart | undefined;
let isAsked = false;
const waiting = new Set<() => void>();

/** The library, when it is there; undefined: not yet, or it cannot be loaded. */
export const chartDrawer = (): DrawChart | undefined => loaded;

/** Loads it, once; `there` is called when it is. Returns what takes that back. */
export function whenLoaded(there: () => void): () => void {
  waiting.add(there);
  if (!isAsked) void load().catch(() => undefined);
  isAsked = true;
  return () => waiting.delete(there);
}

/** Some 70 ms, which nobody has to wait for who sees no chart. */
async function load(): Promise<void> {
  const [{ default: Line }, { default: Context }] = await Promise.all([
    // @ts-expect-error it has no types
    import('blessed-contrib/lib/widget/charts/line.js'),
    // @ts-expect-error it has no types
    import('drawille-canvas-blessed-contrib'),
  ]);
  loaded = (series, size) => {
    // below the labels there is a line that stays empty: it is cut off
    const canvasSize = { width: size.width * 2, height: (size.height + 1) * 4 };
    const stub: ChartStub = {
      options: optionsFor(series),
      canvasSize,
      ctx: new Context(canvasSize.width, canvasSize.height),
    };
    Line.prototype.setData.call(stub, series.map(dataOf));
    return stub.ctx._canvas.frame().split('\n').slice(0, size.height).map(joined);
  };
  for (const there of waiting) there();
}

/** It colours each character for itself, which makes a line five times as long. */
function joined(line: string): string {
  let [drawn, color, wanted] = ['', DEFAULT, DEFAULT];
  for (const part of line.split(SGR)) {
    if (part.startsWith('\x1b')) wanted = part === '\x1b[49m' ? wanted : part;
    else if (part.trim() === '' || wanted === color) drawn += part;
    else {
      drawn += (color === DEFAULT ? '' : DEFAULT) + (wanted === DEFAULT ? '' : wanted) + part;
      color = wanted;
    }
  }
  return color === DEFAULT ? drawn : drawn + DEFAULT;
}

/** Sequences that set a look, as parts of their own where a line is split by it. */
export const SGR = new RegExp(`(${'\x1b'}\\[[\\d;]*m)`);
const DEFAULT = '\x1b[39m';

function optionsFor(series: readonly Series[]): Record<string, unknown> {
  const most = niceAbove(Math.max(0, ...series.flatMap(({ values }) => values)));
  return {
    minY: 0,
    // without one it divides by nothing where all values are 0
    maxY: most,
    numYLabels: 4,
    abbreviate: most >= 1000,
    wholeNumbersOnly: true,
    xLabelPadding: 5,
    xPadding: 10,
    showNthLabel: LABEL_SECONDS,
    legend: {},
    style: { line: 'yellow', text: 'normal', baseline: 8 },
  };
}

/** Quarters of it are round numbers. */
export function niceAbove(value: number): number {
  for (let unit = 4; ; unit *= 10) {
    const nice = [unit, 2 * unit, 3 * unit, 5 * unit].find((each) => each >= value);
    if (nice !== undefined) return nice;
  }
}

/** Seconds ago below; an empty label would be shown as `null`. */
const dataOf = ({ values, color }: Series) => ({
  x: values.map((_, at) => (at > values.length - 5 ? ' ' : `-${values.length - at}s`)),
  y: [...values],
  style: { line: color },
});
