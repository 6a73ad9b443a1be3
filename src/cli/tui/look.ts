/** How the terminal is drawn on, by what the environment says of it. */
import type { TerminalLook } from '../../ui/tui/types.ts';
import { isUtf8 } from '../locale.ts';

/** NO_COLOR (no-color.org), SPC_THEME, and COLORFGBG as rxvt and others set it: the background is its last number. */
export function lookOf(env: NodeJS.ProcessEnv = process.env): TerminalLook {
  return { colors: colorsOf(env), unicode: isUtf8(env), mouse: env['SPC_MOUSE'] !== '0' };
}

function colorsOf({ NO_COLOR, SPC_THEME, COLORFGBG = '' }: NodeJS.ProcessEnv): TerminalLook['colors'] {
  if (NO_COLOR) return 'none';
  if (SPC_THEME === 'light' || SPC_THEME === 'dark') return SPC_THEME;
  return LIGHT_BACKGROUNDS.includes(COLORFGBG.split(';').at(-1) ?? '') ? 'light' : 'dark';
}

/** White, and bright white. */
const LIGHT_BACKGROUNDS = ['7', '15'];
