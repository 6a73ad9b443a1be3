/** Host pid → its number in the target's pid namespace, asked once a process. */

/** Remembers what was asked, as long as the process lives. */
export class Tasks {
  readonly #known = new Map<number, number | null>();
  readonly #ask: (pid: number) => number | null;

  /** `ask`: of the system, or of a record. */
  constructor(ask: (pid: number) => number | null) {
    this.#ask = ask;
  }

  nsPidOf(pid: number): number | null {
    const known = this.#known.get(pid);
    if (known !== undefined) return known;
    const asked = this.#ask(pid);
    this.#known.set(pid, asked);
    return asked;
  }

  forget(pid: number): void {
    this.#known.delete(pid);
  }
}
