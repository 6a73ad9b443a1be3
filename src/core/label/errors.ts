/** Errors about a label's text, with the place where it went wrong. */
import { SpcError } from '../errors.ts';

const BEFORE = 16;
const AFTER = 32;

/** A `label-syntax` error that shows where: 1-based position and an excerpt around it. */
export function syntaxError(what: string, text: string, at: number, hint = ''): SpcError {
  const from = Math.max(0, at - BEFORE);
  const to = Math.min(text.length, at + AFTER);
  const excerpt = `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`.replaceAll(/\s/g, ' ');
  return new SpcError('label-syntax', what, `at character ${at + 1}: ${excerpt}`, hint);
}
