/** A session at work, seen by a view. */
import type { StopTracer } from '../../app/session/trace.ts';
import type { SessionView } from '../../app/view/view.ts';
import { SpcError } from '../../core/errors.ts';
import type { TracerName } from '../../core/events.ts';
import type { SessionHeader } from '../../core/session/types.ts';
import type { Msg, UseCase } from '../../core/types.ts';
import type { Spool } from '../../io/spool/types.ts';

/** What ends a session, and is told of it. */
export class SessionRun {
  readonly #ending = new AbortController();
  readonly #hurry = new AbortController();
  readonly #begun = Promise.withResolvers<SessionHeader>();
  readonly #stopped = new Set<TracerName>();
  #stopTracer: StopTracer | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor() {
    this.#begun.promise.catch(() => undefined); // whoever opened it is told
  }

  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  readonly control = (stop: StopTracer): void => {
    this.#stopTracer = stop;
  };

  /** Shows what comes in the view, to the end. Resolves when it has begun; what fails before that is thrown. */
  async show(
    messages: UseCase,
    view: SessionView,
    spool: Spool,
    progress: (text: string) => void,
  ): Promise<SessionHeader> {
    this.#ended = this.#showAll(messages, view, spool, progress);
    return await this.#begun.promise;
  }

  /** Asks it to end; the second time at once. */
  stop(view: SessionView): void {
    view.ending();
    if (!this.ending.aborted) this.#ending.abort();
    else this.#hurry.abort();
  }

  /** Asks one tracer of it to end; the second time at once. Throws `usage` in a replay. */
  stopTracer(tracer: TracerName): void {
    if (!this.#stopTracer) throw new SpcError('usage', `${tracer} cannot be stopped`, 'it is not being traced here');
    const graceMs = this.#stopped.has(tracer) ? 0 : undefined;
    this.#stopped.add(tracer);
    this.#stopTracer(tracer, graceMs).catch(() => undefined); // the session tells
  }

  /** Ends it; resolves when nothing of it is left. */
  async close(hurry: boolean): Promise<void> {
    this.#ending.abort();
    if (hurry) this.#hurry.abort();
    await this.#ended;
  }

  /** Never rejects. */
  async #showAll(messages: UseCase, view: SessionView, spool: Spool, progress: (text: string) => void): Promise<void> {
    try {
      for (let step = await messages.next(); !step.done; step = await messages.next()) {
        await this.#showOne(step.value, view, spool, progress);
      }
      this.#begun.reject(new SpcError('target-gone', 'the session ended before it had begun'));
      view.close();
    } catch (error) {
      this.#begun.reject(error);
      view.close(error as Error);
    }
  }

  async #showOne(message: Msg, view: SessionView, spool: Spool, progress: (text: string) => void): Promise<void> {
    if (message.kind === 'progress') return progress(message.text);
    view.tell(message);
    await spool.room();
    if (message.kind !== 'session') return;
    progress('');
    this.#begun.resolve(message.header);
  }
}
