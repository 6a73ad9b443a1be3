/** What an engine's CLI answered, before anything is made of it. */
import { lastLine } from '../../text.ts';
import type { Answer, EngineName as AnyEngine } from '../../types.ts';
import type { Piece } from '../evidence.ts';

/** What was removed since it was listed makes both engines' `inspect` fail, and yet print all others. */
export function isPartial({ stderr }: Answer): boolean {
  const failures = stderr.split('\n').filter((line) => /^error/i.test(line));
  return failures.length > 0 && failures.every((line) => /no such |not known|not found/i.test(line));
}

/** The array that `inspect` of many gives. */
export function parseInspected(answer: Answer, program: AnyEngine): Piece<unknown[]> {
  const found = answer.status === 0 || isPartial(answer) ? json(answer.stdout, program) : failed(answer, program);
  if ('missing' in found || Array.isArray(found.ok)) return found as Piece<unknown[]>;
  return { missing: `${program}: it answered with something else than a list` };
}

function json(text: string, program: AnyEngine): Piece<unknown> {
  try {
    return { ok: JSON.parse(text) };
  } catch {
    return { missing: `${program}: it answered with something that is not JSON` };
  }
}

/** Ids or names, one a line, each once. What is neither goes into no command line: a false engine could answer with an option. */
export function parseIds(answer: Answer, program: AnyEngine): Piece<string[]> {
  if (answer.status !== 0) return failed(answer, program);
  const ids = new Set(answer.stdout.split('\n').filter((line) => line !== ''));
  if ([...ids].every((id) => /^[a-zA-Z0-9][a-zA-Z0-9_.:-]*$/.test(id))) return { ok: [...ids] };
  return { missing: `${program}: it answered with an id that is none` };
}

const failed = ({ status, stderr }: Answer, program: AnyEngine) => ({
  missing: `${program}: ${failureText(stderr) || `it ended with status ${status}`}`,
});

/** The last line, where a CLI says why it failed; without the request that Go's client adds to it. */
export const failureText = (stderr: string): string => lastLine(stderr).replace(/: (?:Get|Head|Post) "http.*$/, '');
