/** The terminal: whose it is. */
import { MOUSE_OFF, MOUSE_ON } from './mouse.ts';
import type { TuiHost } from './types.ts';

/** What Ink gives an application to do. */
export interface DrawnApp {
  exit(error?: Error): void;
  suspendTerminal(during: () => Promise<void>): Promise<void>;
}

/** The terminal, while it is another's. */
export class Lending {
  #app: DrawnApp | undefined;
  isLent = false;
  /** Resolves when it is the UI's again. */
  returned: Promise<void> = Promise.resolve();
  readonly #host: TuiHost;

  constructor(host: TuiHost) {
    this.#host = host;
  }

  /** Ink has it from now on. */
  take(app: DrawnApp): void {
    this.#app = app;
  }

  /** The UI is not drawn any more; with an error, that is what it ends with. */
  leave(error?: Error): void {
    this.#app?.exit(error);
  }

  /** Whether clicks are told. */
  mouse(on: boolean): void {
    if (this.#host.look.mouse) this.#host.write(on ? MOUSE_ON : MOUSE_OFF);
  }

  /** Resolves when the terminal is the UI's again. While it is lent it cannot be lent again. */
  async lend(during: () => Promise<void>): Promise<void> {
    if (this.isLent) return;
    this.isLent = true;
    this.returned = this.#whileSuspended(during).finally(() => {
      this.isLent = false;
      this.mouse(true);
    });
    await this.returned;
  }

  async #whileSuspended(during: () => Promise<void>): Promise<void> {
    await this.#app?.suspendTerminal(async () => {
      this.mouse(false);
      await during();
    });
  }
}
