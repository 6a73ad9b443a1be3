/** Roles → how they look. Without colour each role that matters still differs: bold, inverse, underlined, dim. */
import type { TextProps } from 'ink';
import type { TerminalLook } from './types.ts';

export type Role =
  | 'text'
  | 'dim'
  | 'title'
  | 'tab'
  | 'tabActive'
  | 'header'
  | 'selected'
  | 'key'
  | 'spc'
  | 'ok'
  | 'warning'
  | 'error'
  | 'alarm'
  | 'match'
  | 'border'
  | 'borderActive';

export type Style = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse' | 'underline'>;

const PLAIN: Record<Role, Style> = {
  text: {},
  dim: { dimColor: true },
  title: { bold: true },
  tab: {},
  tabActive: { bold: true, inverse: true },
  header: { bold: true },
  selected: { inverse: true },
  key: { bold: true },
  spc: { bold: true },
  ok: {},
  warning: { bold: true },
  error: { bold: true },
  alarm: { bold: true, inverse: true },
  match: { underline: true, bold: true },
  border: { dimColor: true },
  borderActive: { bold: true },
};

/** The sixteen colours of the terminal, which its user has chosen to be readable. */
const DARK: Partial<Record<Role, Style>> = {
  title: { bold: true, color: 'cyan' },
  tabActive: { bold: true, color: 'black', backgroundColor: 'cyan' },
  header: { bold: true, color: 'blueBright' },
  selected: { color: 'black', backgroundColor: 'white' },
  key: { color: 'cyan' },
  spc: { color: 'magentaBright' },
  ok: { color: 'green' },
  warning: { color: 'yellow' },
  error: { color: 'redBright' },
  alarm: { color: 'white', backgroundColor: 'red', bold: true },
  match: { color: 'black', backgroundColor: 'yellow' },
  borderActive: { color: 'cyan' },
};

const LIGHT: Partial<Record<Role, Style>> = {
  ...DARK,
  title: { bold: true, color: 'blue' },
  tabActive: { bold: true, color: 'white', backgroundColor: 'blue' },
  header: { bold: true, color: 'blue' },
  selected: { color: 'white', backgroundColor: 'black' },
  key: { color: 'blue' },
  spc: { color: 'magenta' },
  warning: { color: 'black', backgroundColor: 'yellow' },
  error: { color: 'red' },
  borderActive: { color: 'blue' },
};

const THEMES: Record<TerminalLook['colors'], Record<Role, Style>> = {
  none: PLAIN,
  dark: { ...PLAIN, ...DARK },
  light: { ...PLAIN, ...LIGHT },
};

/** How a role looks on this terminal. */
export const styleOf = ({ colors }: TerminalLook, role: Role): Style => THEMES[colors][role];
