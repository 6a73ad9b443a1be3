/** A program on a terminal, looked at and typed into as a user would, with a clock. */
import { StringDecoder } from 'node:string_decoder';
import { type OnPty, type Size, startOnPty } from './pty.ts';
import { Screen } from './screen.ts';

export const SIZE: Size = { columns: 160, rows: 48 };

/** After so long a key has done nothing. */
const PATIENCE_MS = 30_000;

interface Waiting {
  holds: (screen: Screen) => boolean;
  resolve: (ms: number) => void;
}

export class Program {
  readonly screen: Screen;
  readonly pty: OnPty;
  readonly begun = performance.now();
  bytes = 0;
  #waiting: Waiting | undefined;

  constructor(argv: string[], env: NodeJS.ProcessEnv = {}, size = SIZE) {
    this.screen = new Screen(size);
    const decoder = new StringDecoder('utf8');
    // a name of its own, or Node takes the bench's terminal, and CI's habits, for the program's
    const own = { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: undefined, CI: undefined, ...env };
    this.pty = startOnPty(argv, size, own, (chunk) => {
      this.bytes += chunk.length;
      this.screen.feed(decoder.write(chunk));
      if (this.#waiting?.holds(this.screen)) this.#waiting.resolve(performance.now());
    });
  }

  /** When the screen first holds, in performance.now()'s time. Throws with the screen. */
  async until(holds: (screen: Screen) => boolean, what: string, patience = PATIENCE_MS): Promise<number> {
    if (holds(this.screen)) return performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(
      () => reject(new Error(`waited in vain for ${what} on:\n${this.screen.text()}`)),
      patience,
    );
    this.#waiting = { holds, resolve };
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  async shows(pattern: RegExp, patience = PATIENCE_MS): Promise<number> {
    return await this.until((screen) => pattern.test(screen.text()), String(pattern), patience);
  }

  /** Milliseconds from a key to a screen that shows what it does, and did not before. */
  async key(keys: string, does: (screen: Screen) => boolean): Promise<number> {
    if (does(this.screen)) throw new Error(`${JSON.stringify(keys)} has nothing to do on:\n${this.screen.text()}`);
    const before = performance.now();
    this.pty.write(keys);
    return (await this.until(does, `what ${JSON.stringify(keys)} does`)) - before;
  }

  /** Its exit status, when it has ended; after a while it is killed. */
  async end(keys = ''): Promise<number | null> {
    if (keys) this.pty.write(keys);
    const timer = setTimeout(() => process.kill(this.pty.pid, 'SIGKILL'), PATIENCE_MS);
    const status = await this.pty.ended;
    clearTimeout(timer);
    this.pty.close();
    return status;
  }
}
