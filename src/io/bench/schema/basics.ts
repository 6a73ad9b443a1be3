/** What all evidence from a file is made of: nothing in it may be endless. Unknown fields are dropped; a missing one is refused. */
import { z } from 'zod';

/** Entries of a list. */
export const MOST = 100_000;
const LONGEST = 1024 * 1024;

export const text = z.string().max(LONGEST);
export const texts = z.array(text).max(MOST);
export const labels = z.record(text, text);
export const whole = z.int().min(0);
export const flag = z.boolean();
/** Evidence, or why there is none. */
export const piece = <T extends z.ZodType>(of: T) =>
  z.union([z.strictObject({ ok: of }), z.strictObject({ missing: text })]);
/** A piece that is a list. */
export const list = <T extends z.ZodType>(of: T) => piece(z.array(of).max(MOST));
