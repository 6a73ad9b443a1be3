/** What bpftrace finds wrong with a program, told in the lines and columns of the user's script. */
import type { Edit, Prepared } from './prepare.ts';

/** `stdin:5:7-12: ERROR: Unknown function: cuont`; `stdin:5-7: …` for several lines. It may follow other text on its line. */
const PLACED = /stdin:(\d+)(?::(\d+)-(\d+)|-(\d+))?: (?:ERROR|WARNING): (.*)/;
const UNPLACED = /^(?:ERROR: (.*)|(No probes to attach.*))/;
/** Said at every start without CAP_SYS_RESOURCE; harmless. */
export const MEMLOCK = /couldn't set RLIMIT_MEMLOCK/;

/** One line and a caret line under the place for each error, several lines each; empty: there is none in it. */
export function scriptErrors(stderr: string, prepared: Prepared, name: string): string {
  const lines = stderr.split('\n').filter((line) => !MEMLOCK.test(line));
  return lines
    .map((line) => placed(line, prepared, name) ?? UNPLACED.exec(line)?.slice(1).find(Boolean))
    .filter((text) => text !== undefined)
    .join('\n');
}

function placed(line: string, prepared: Prepared, name: string): string | undefined {
  const [found, row = '1', from, to, , message = ''] = PLACED.exec(line) ?? [];
  if (found === undefined || found.includes(': WARNING: ')) return undefined;
  const source = prepared.script.split('\n')[Number(row) - 1];
  if (source === undefined) return `${name}: ${message}`;
  if (from === undefined || to === undefined) return `${name}:${row}: ${message}\n    ${source}`;
  const [start, end] = [from, to].map((column) => columnOf(Number(row), Number(column), prepared));
  return `${name}:${row}:${start}: ${message}\n    ${source}\n    ${underline(source, start ?? 1, end ?? 1)}`;
}

/** Tabs stay, so that the caret stands where the eye expects it. */
function underline(source: string, start: number, end: number): string {
  return source.slice(0, start - 1).replaceAll(/[^\t]/g, ' ') + '^'.padEnd(end - start, '~');
}

/** A column of the program, counted in bytes from 1, → the column of the script, counted in characters from 1. */
function columnOf(row: number, column: number, { script, program, edits }: Prepared): number {
  const lineStart = startOf(program, row);
  const line = program.slice(lineStart).split('\n', 1)[0] ?? '';
  const before = new TextDecoder().decode(new TextEncoder().encode(line).slice(0, column - 1));
  return Math.max(1, original(lineStart + before.length, edits) - startOf(script, row) + 1);
}

/** An offset in the program → in the script; what is within an edit is where it begins. */
function original(offset: number, edits: readonly Edit[]): number {
  const last = edits.findLast(({ to }) => to <= offset);
  if (!last) return offset;
  const beyond = offset - last.to - last.inserted;
  return beyond < 0 ? last.from : last.from + last.removed + beyond;
}

function startOf(text: string, row: number): number {
  const before = text.split('\n').slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0);
}
