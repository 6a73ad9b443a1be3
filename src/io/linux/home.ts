/** Coming back from namespaces that this process joined for a moment. Loads koffi: import it late. */
import { writeSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import { CLONE } from './constants.ts';
import { errno, setns } from './libc.ts';

/** A descriptor of a namespace of spc's own. */
export interface Home {
  type: keyof typeof CLONE;
  fd: number;
}

/**
 * Joins all of them again. Where one cannot be joined the others still are, and then this process aborts after a line on
 * standard error: whatever it went on to do would be done to another's namespaces.
 */
export function comeHome(home: readonly Home[]): void {
  const lost = home.flatMap(({ type, fd }) =>
    setns(fd, CLONE[type]) < 0 ? [`${type} (${getSystemErrorName(-errno())})`] : [],
  );
  if (lost.length > 0) abort(`spc: cannot return to its own namespaces: ${lost.join(', ')}\n`);
}

function abort(line: string): never {
  try {
    writeSync(2, line);
  } finally {
    process.abort();
  }
}
