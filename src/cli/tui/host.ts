/** The machine around the terminal UI: its processes, and the terminal. */
import { setTimeout as wait } from 'node:timers/promises';
import { MOUSE_OFF } from '../../ui/tui/mouse.ts';
import type { TuiHost } from '../../ui/tui/types.ts';
import { clipboardSequence } from './clipboard.ts';
import { connect } from './connection.ts';
import { realKeyboard } from './keyboard.ts';
import { lendTo, runQuietly } from './lent.ts';
import { lookOf } from './look.ts';

/** The terminal this process sits on. The first process that is asked for runs already: it starts while the UI is loaded. */
export function realHost(ending: AbortSignal): TuiHost {
  const look = lookOf();
  const { stdin, onInput, enter } = realKeyboard();
  const write = (text: string) => void process.stdout.write(text);
  let ahead: ReturnType<typeof connect> | undefined = connect(() => undefined);
  // however the process ends, but killed
  process.on('exit', () => look.mouse && write(MOUSE_OFF));
  return {
    connect: (take) => {
      const connection = ahead ?? connect(take);
      ahead = undefined;
      return connection;
    },
    runInTerminal: (argv) => lendTo(argv, { ending, write, enter }),
    runQuietly,
    stop: stopGroup,
    write,
    copy: (text) => {
      const sequence = clipboardSequence(text);
      if (sequence !== undefined) write(sequence);
      return sequence !== undefined;
    },
    stdin,
    stdout: process.stdout,
    onInput,
    onContinue: (again) => void process.on('SIGCONT', again),
    onStop: (stop) => void process.on('SIGTSTP', stop),
    ending,
    look,
  };
}

/** Long enough for the signal to have stopped all threads; then the clock stands still until it goes on. */
const STOPPING_MS = 50;

/** As ^Z does; where nobody could continue it the kernel lets it run on (setpgid(2), orphaned process groups). */
async function stopGroup(): Promise<void> {
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(0, 'SIGTSTP');
  await wait(STOPPING_MS);
  for (const listener of listeners) process.on('SIGTSTP', listener);
}
