/** Ending at once. Loads koffi. */
import { flushCompileCache } from 'node:module';
import { koffi } from './koffi.ts';

const libc = koffi.load('libc.so.6');
const exitNow: (status: number) => void = libc.func('void _exit(int status)');

let isSet = false;

/**
 * From here on process.exit ends the process without taking V8 apart, which waits for threads of its own, now and then for
 * ever (nodejs/node#54918). What is written to stdout and stderr must be flushed by then, and the terminal as it was.
 */
export function exitWithoutTeardown(): void {
  if (isSet) return;
  isSet = true;
  process.once('exit', (status) => {
    flushCompileCache();
    exitNow(status);
  });
}
