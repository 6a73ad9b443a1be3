/** What parsers asked about processes while a session was recorded, and what they were told. */

/** More answers do not wait: a record without its chunks could have any number of them. */
const MAX_WAITING = 100_000;
const MAX_KNOWN = 1_000_000;

/** Answers in the order of the questions; a question nobody asked then is answered by what was known. */
export class RecordedTasks {
  readonly #known = new Map<number, number | null>();
  #answers: { pid: number; nsPid: number | null }[] = [];

  know(pid: number, nsPid: number | null): void {
    if (this.#known.size < MAX_KNOWN || this.#known.has(pid)) this.#known.set(pid, nsPid);
  }

  answer(pid: number, nsPid: number | null): void {
    this.know(pid, nsPid);
    if (this.#answers.length >= MAX_WAITING) this.#answers = [];
    this.#answers.push({ pid, nsPid });
  }

  ask(pid: number): number | null {
    const index = this.#answers.findIndex((answer) => answer.pid === pid);
    if (index < 0) return this.#known.get(pid) ?? null;
    const [answer] = this.#answers.splice(0, index + 1).slice(-1);
    return answer?.nsPid ?? null;
  }
}
