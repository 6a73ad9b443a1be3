/** What stap says about a script it cannot take. */
import { sanitize } from '../../core/sanitize.ts';

export interface StapProblem {
  /** `semantic`: stap understands the words and not what they mean. `warning` stops nothing. */
  kind: 'semantic' | 'parse' | 'other' | 'warning';
  /** `unresolved function bar`. */
  message: string;
  /** The file as stap was given it; empty: none was named. */
  file: string;
  /** From 1; 0: unknown. */
  line: number;
  column: number;
  /** The line of the script, and the caret below it; empty: not shown. */
  source: string[];
}

const HEAD = /^(semantic error|parse error|ERROR|WARNING): (.*)$/;
const KINDS: Readonly<Record<string, StapProblem['kind']>> = {
  'semantic error': 'semantic',
  'parse error': 'parse',
  ERROR: 'other',
  WARNING: 'warning',
};
/** `… at FILE:2:7`, at the message's end, or on the line a parse error says what it saw. */
const PLACE = /(?: at|,) ([^\s:]*):(\d{1,9}):(\d{1,9})(?: from: .*)?$/;
/** What stood there, as stap calls it: the caret shows it. */
const TOKEN = /: (?:identifier|keyword|operator|string|number|junk)(?: '[^']*')?$/;
/** `source: …`, more or less indented; what stands below its text is the caret. */
const SOURCE = /^(\s*source: )(.*)$/;

/**
 * The problems stap 4.x writes to stderr, in its order. The caret is moved to stand below the source without its `source:`.
 * Text is hostile until sanitised: it holds what the script holds.
 */
export function parseStapProblems(stderr: string): StapProblem[] {
  const problems: StapProblem[] = [];
  const lines = stderr.split('\n');
  lines.forEach((line, i) => {
    const [, word = '', text = ''] = HEAD.exec(line) ?? [];
    const last = problems.at(-1);
    if (word !== '') problems.push(problemOf(KINDS[word] ?? 'other', text));
    else if (last && !last.line && line.includes('saw: ')) Object.assign(last, placeOf(line));
    else if (last && last.source.length === 0) last.source = sourceAt(lines, i);
  });
  return problems;
}

function problemOf(kind: StapProblem['kind'], text: string): StapProblem {
  return { kind, message: text.replace(PLACE, '').replace(TOKEN, ''), ...placeOf(text), source: [] };
}

function placeOf(text: string): Pick<StapProblem, 'file' | 'line' | 'column'> {
  const [, file = '', line = '0', column = '0'] = PLACE.exec(text) ?? [];
  return { file, line: Number(line), column: Number(column) };
}

function sourceAt(lines: readonly string[], i: number): string[] {
  const [, indent = '', text] = SOURCE.exec(lines[i] ?? '') ?? [];
  if (text === undefined) return [];
  const below = lines[i + 1] ?? '';
  return /^\s*\^\s*$/.test(below) ? [text, below.slice(indent.length)] : [text];
}

/**
 * The errors as a user shall read them, one below the other, with line and caret; `name` stands for the script's file.
 * Sanitised; several lines.
 */
export function problemText(problems: readonly StapProblem[], name: string): string {
  const errors = problems.filter(({ kind }) => kind !== 'warning');
  return errors.map((problem) => oneProblem(problem, name)).join('\n');
}

/** A tab counts as one column for stap: as one blank the caret stays below what it points to. */
const plain = (text: string) => sanitize(text.replaceAll('\t', ' '), { max: 2000 });

function oneProblem({ message, line, column, source }: StapProblem, name: string): string {
  const place = line > 0 ? `${plain(name)}:${line}:${column}: ` : '';
  return [`${place}${plain(message)}`, ...source.map((text) => `  ${plain(text)}`)].join('\n');
}
