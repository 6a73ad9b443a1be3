/** Why something could not go on, in place of what it would have shown. */
import type { WireError } from '../../core/wire/types.ts';
import { paint } from './paint.ts';
import { toWidth } from './text.ts';
import type { TerminalLook } from './types.ts';

/** What, why, and what may help; `then`: what the user can do anyway. */
export function errorLines({ what, why, hint }: WireError, then: string, look: TerminalLook, width: number): string[] {
  const line = (text: string) => paint(look, 'error', toWidth(` ${text}`, width));
  const help = paint(look, 'dim', toWidth(` ${[hint, then].filter(Boolean).join('; ')}`, width));
  return [line(what), ...(why ? [line(why)] : []), help];
}
