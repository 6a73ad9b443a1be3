/** The terminal the user sits at, if there is one. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

export interface Terminal {
  stdin: boolean;
  stdout: boolean;
  /** A question can be asked: the user sees standard error and types on standard input. */
  canAsk: boolean;
}

/** What standard input and output are; process.stdin is not touched, as that would take input from the tool. */
export function terminal(): Terminal {
  return { stdin: isatty(0), stdout: isatty(1), canAsk: isatty(0) && isatty(2) && hasTerminal() };
}

/** A terminal on standard input need not be this process's own: setsid(1) leaves it the one without the other. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks a yes/no question; anything but y or yes is No. Reads the terminal by a descriptor of its own and one line
 * only, so that what is typed ahead reaches the tool.
 */
export function askYesNo(question: string): boolean {
  const tty = openSync('/dev/tty', 'r');
  try {
    writeSync(2, `${question} [y/N] `);
    const buffer = Buffer.alloc(256);
    const length = readSync(tty, buffer);
    return /^\s*y(es)?\s*$/i.test(buffer.toString('utf8', 0, length));
  } finally {
    closeSync(tty);
  }
}
