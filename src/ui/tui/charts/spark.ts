/** A row of numbers in one line of text. */
import type { TerminalLook } from '../types.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '#', '@'];

/** The numbers, a cell each; none is a blank. */
export function sparkline(values: readonly number[], { unicode }: Pick<TerminalLook, 'unicode'>): string {
  const bars = unicode ? BARS : ASCII_BARS;
  const most = Math.max(1, ...values);
  const bar = (value: number) => (value <= 0 ? ' ' : (bars[Math.min(7, Math.floor((value / most) * 8))] as string));
  return values.map(bar).join('');
}
