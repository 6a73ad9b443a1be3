/** A terminal's screen as an SVG: text, so that it is sharp at any size and can be searched. */
import type { Run } from './sgr.ts';

const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const FONT_SIZE = 14;
/** Width of a character; each run is fitted to it, so that columns align in whatever font there is. */
const CELL = 8.4;
const LINE = 17;
const PADDING = 20;
const BAR = 34;

const BACKGROUND = '#161b22';
const FOREGROUND = '#d6dde6';
/** Black to white, then bright; as legible on the background as on a terminal. */
const COLOURS = [
  ...['#484f58', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#d6dde6'],
  ...['#6e7681', '#ffa198', '#7ee787', '#f2cc60', '#a5d6ff', '#e2c5ff', '#a5f3fc', '#ffffff'],
];
const BUTTONS = ['#ff5f57', '#febc2e', '#28c840'];

/** The SVG of a screen of `columns` columns; `title` is read out for those who do not see it. */
export function toSvg(lines: Run[][], columns: number, title: string): string {
  const width = round(columns * CELL + 2 * PADDING);
  const height = BAR + lines.length * LINE + PADDING;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="${BACKGROUND}"/>
${BUTTONS.map((colour, n) => `<circle cx="${22 + 20 * n}" cy="19" r="6" fill="${colour}"/>`).join('')}
<g font-family="${FONT}" font-size="${FONT_SIZE}" fill="${FOREGROUND}">
${lines.flatMap(toText).join('\n')}
</g>
</svg>
`;
}

function toText(runs: Run[], row: number): string[] {
  const fills = runs.flatMap((run) => toFill(run, row));
  const spans = runs.flatMap(toSpans);
  return [...fills, ...(spans.length ? [`<text y="${BAR + LINE * row + FONT_SIZE}">${spans.join('')}</text>`] : [])];
}

/** What lies behind a run; a line's bottom is the next one's top. */
function toFill(run: Run, row: number): string[] {
  const { behind } = colours(run);
  if (behind === undefined) return [];
  const place = `x="${round(PADDING + run.column * CELL)}" y="${BAR + LINE * row}"`;
  return [`<rect ${place} width="${round([...run.text].length * CELL)}" height="${LINE}" fill="${behind}"/>`];
}

/** SVG viewers fold blanks, so each stretch of words is placed by its column. */
function toSpans(run: Run): string[] {
  return [...run.text.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: words, index }) => {
    const column = run.column + [...run.text.slice(0, index)].length;
    const place = `x="${round(PADDING + column * CELL)}" textLength="${round([...words].length * CELL)}"`;
    return `<tspan ${place} lengthAdjust="spacingAndGlyphs"${looks(run)}>${escaped(words)}</tspan>`;
  });
}

function looks(run: Run): string {
  const { front } = colours(run);
  return [
    front === undefined ? '' : ` fill="${front}"`,
    run.bold ? ' font-weight="bold"' : '',
    run.dim ? ' opacity="0.65"' : '',
    run.underline ? ' text-decoration="underline"' : '',
  ].join('');
}

/** Of the text and of what is behind it; undefined: the terminal's own. On a bright ground black is the terminal's. */
function colours({ colour, background, inverse }: Run): { front: string | undefined; behind: string | undefined } {
  const front = colour === 0 && background !== undefined ? BACKGROUND : colourOf(colour);
  const behind = colourOf(background);
  return inverse ? { front: behind ?? BACKGROUND, behind: front ?? FOREGROUND } : { front, behind };
}

function colourOf(number: number | undefined): string | undefined {
  if (number === undefined || number < 16) return COLOURS[number ?? Number.NaN];
  const grey = 8 + 10 * (number - 232);
  const parts =
    number >= 232 ? [grey, grey, grey] : [36, 6, 1].map((step) => cubeLevel(Math.floor((number - 16) / step) % 6));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** xterm's cube of 6 × 6 × 6 colours. */
const cubeLevel = (step: number) => (step === 0 ? 0 : 55 + 40 * step);

const round = (length: number) => Math.round(length * 100) / 100;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
