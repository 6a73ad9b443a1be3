/** The terminal UI on a real terminal, for the end-to-end tests. What it records is the test's. */
import { SCRATCH, SPC } from './spc.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface Tui extends Terminal {
  /** Presses one key after the other. */
  keys(...keys: string[]): void;
  /** Types into a prompt. */
  text(text: string): void;
}

/** spc alone, from a shell at the prompt `caller$ `, with containers in sight. `env`: `NO_COLOR=1`. */
export async function openTui(env = '', columns = 120, rows = 30): Promise<Tui> {
  const terminal = openTerminal();
  terminal.resize(columns, rows);
  await terminal.shows(/caller\$\s*$/);
  terminal.type(`clear; env LANG=C.UTF-8 SPC_STORE='${SCRATCH}/store' ${env} '${SPC}'; echo "ended with $?"`);
  await terminal.shows(/\d+ containers?/);
  return {
    ...terminal,
    keys: (...keys) => {
      for (const key of keys) terminal.press(key);
    },
    text: (text) => {
      for (const char of text) terminal.press(char === ' ' ? 'Space' : char === ';' ? '\\;' : char);
    },
  };
}
