/** A row of numbers in one line of text. */
import type { TerminalLook } from '../types.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '#', '@'];

/** The last numbers, a cell each, the newest on the right; none is a blank. */
export function sparkline(
  values: readonly number[],
  width: number,
  { unicode }: Pick<TerminalLook, 'unicode'>,
): string {
  const bars = unicode ? BARS : ASCII_BARS;
  const shown = values.slice(-width);
  const most = Math.max(1, ...shown);
  const bar = (value: number) => (value <= 0 ? ' ' : (bars[Math.min(7, Math.floor((value / most) * 8))] as string));
  return shown.map(bar).join('').padStart(width);
}
