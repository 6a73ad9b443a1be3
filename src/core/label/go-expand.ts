/** Go's os.Expand (src/os/env.go), as far as its results go. */
import { countInserted, type Notes } from './notes.ts';

const SPECIAL = '*#$@!?-0123456789';
const NAME = /[A-Za-z0-9_]*/y;

/** A variable at a `$`: its name and the index after it. An empty name: nothing, or bad syntax that Go eats. */
interface Variable {
  name: string;
  end: number;
}

/**
 * `$x` and `${x}` replaced by what `mapping` gives; what it does not know is noted and becomes empty.
 * A `$` no name follows stays; `${}` and a `${` that is not closed are eaten.
 */
export function expandGo(text: string, mapping: (name: string) => string | undefined, notes: Notes): string {
  const lastBrace = text.lastIndexOf('}');
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    const variable = variableAt(text, at, lastBrace);
    pieces.push(text.slice(from, at), valueAt(text, at, variable, mapping, notes));
    from = variable.end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

function valueAt(
  text: string,
  at: number,
  { name, end }: Variable,
  mapping: (name: string) => string | undefined,
  notes: Notes,
): string {
  if (name === '') return end === at + 1 ? '$' : '';
  const value = mapping(name);
  if (value === undefined) notes.unknown.add(text.slice(at, end));
  return countInserted(notes, value ?? '');
}

function variableAt(text: string, at: number, lastBrace: number): Variable {
  const first = text[at + 1];
  if (first === '{') return bracedAt(text, at, lastBrace);
  if (first !== undefined && SPECIAL.includes(first)) return { name: first, end: at + 2 };
  NAME.lastIndex = at + 1;
  NAME.test(text);
  return { name: text.slice(at + 1, NAME.lastIndex), end: Math.max(NAME.lastIndex, at + 1) };
}

function bracedAt(text: string, at: number, lastBrace: number): Variable {
  if (lastBrace < at) return { name: '', end: at + 2 };
  const close = text.indexOf('}', at);
  return { name: text.slice(at + 2, close), end: close + 1 };
}
