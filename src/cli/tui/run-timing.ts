/** A timing at work: what it tells becomes snapshots. */
import { type TimingRequest, timeSyscalls } from '../../app/syscalls/syscalls.ts';
import { SpcError } from '../../core/errors.ts';
import { sanitize } from '../../core/sanitize.ts';
import type { View } from '../../core/syscalls/present.ts';
import type { TimingReport } from '../../core/syscalls/types.ts';
import type { Msg, UseCase } from '../../core/types.ts';
import { Pace } from '../../core/wire/pace.ts';
import type { TimingSnapshot, Watch } from '../../core/wire/timing.ts';
import { measuredOf, NOTHING_MEASURED, WATCH_ALL } from '../../core/wire/timing-snapshot.ts';
import { timingIo } from '../syscalls/machine.ts';
import { viewOf } from '../syscalls/options.ts';
import { openSaved } from '../syscalls/save.ts';
import type { SyscallsOptions } from '../syscalls.ts';
import { realSystem } from '../system.ts';
import type { Push } from './methods.ts';

const SECOND_MS = 1000;
const MAX_NOTES = 20;

type SavedFile = ReturnType<typeof openSaved>;

export class RunningTiming {
  readonly #request: TimingRequest;
  readonly #options: SyscallsOptions;
  readonly #view: View;
  readonly #file: SavedFile | undefined;
  readonly #push: Push;
  readonly #ending = new AbortController();
  readonly #hurry = new AbortController();
  readonly #begun = Promise.withResolvers<string>();
  readonly #pace = new Pace();
  readonly #notes: string[] = [];
  #measured = NOTHING_MEASURED;
  #report: TimingReport | undefined;
  #watch = WATCH_ALL;
  #state: Pick<TimingSnapshot, 'state' | 'end'> = { state: 'starting', end: '' };
  /** Targets that are measured by now. */
  #attached = 0;
  #began = 0;
  /** When the last report came. */
  #reported = 0;
  /** Asked to end; whatever ends it, what is left of it is told by `ending`, too. */
  #isStopped = false;
  #ended: Promise<void> = Promise.resolve();

  /** Throws `usage` for a file to be saved that is there. */
  constructor(request: TimingRequest, options: SyscallsOptions, push: Push) {
    const { save, format, force = false } = options;
    this.#file = save === undefined ? undefined : openSaved(save, format, force);
    // each second, whatever the screen of a command would be given
    this.#request = { ...request, interval: SECOND_MS * 1e6 };
    this.#options = options;
    this.#view = viewOf(options);
    this.#push = push;
  }

  /** Resolves with a title when all targets are measured. Throws what a tracer fails with before that. */
  async begin(): Promise<string> {
    this.#ended = this.#run();
    return await this.#begun.promise;
  }

  /** What is in sight from now on. Throws `usage` for a column there is not. */
  watch(watch: Watch): TimingSnapshot {
    if (this.#report) this.#measured = measuredOf(this.#report, this.#view, watch);
    this.#watch = watch;
    return this.#snapshot();
  }

  /** Asks it to end; the second time at once. */
  stop(): void {
    if (this.#ending.signal.aborted) this.#hurry.abort();
    else this.#ending.abort();
  }

  /** Ends it; resolves when the last snapshot is sent. */
  async close(hurry: boolean): Promise<void> {
    this.#isStopped = true;
    this.#ending.abort();
    if (hurry) this.#hurry.abort();
    await this.#ended;
  }

  /** Never rejects: what goes wrong before it has begun is told by `begin`, later by the last snapshot. */
  async #run(): Promise<void> {
    const clock = setInterval(() => this.#tick(), SECOND_MS);
    try {
      await this.#tellAll();
      this.#begun.reject(new SpcError('target-gone', 'it ended before it could be measured'));
      this.#send('ended', this.#reason());
    } catch (error) {
      this.#begun.reject(error);
      if (this.#began > 0) this.#send('ended', lineOf(error));
    } finally {
      clearInterval(clock);
    }
  }

  async #tellAll(): Promise<void> {
    const io = timingIo(this.#ending, this.#hurry, this.#options);
    const messages: UseCase = timeSyscalls(realSystem(), io, this.#request, (report, last) => this.#take(report, last));
    for (let step = await messages.next(); !step.done; step = await messages.next()) this.#tell(step.value);
  }

  #tell(message: Msg): void {
    if (message.kind === 'progress') this.#push({ push: 'progress', value: { text: sanitize(message.text) } });
    if (message.kind === 'warning') this.#note(message.text);
    // a note says that a target is measured from now on
    if (message.kind === 'note' && ++this.#attached === this.#request.targets.length) this.#begin();
  }

  #begin(): void {
    this.#began = performance.now();
    this.#push({ push: 'progress', value: { text: '' } });
    this.#begun.resolve(sanitize(`system calls of ${this.#request.targets.join(', ')}`));
  }

  /** What is measured so far, or in all. Shows nothing by itself. */
  #take(report: TimingReport, last: boolean): Msg[] {
    this.#reported = performance.now();
    this.#report = report;
    this.#measured = measuredOf(report, this.#view, this.#watch);
    this.#pace.add(report);
    if (last && this.#file) {
      this.#file.write(report, this.#view);
      this.#note(`saved in ${this.#file.path}`);
    }
    if (!last) this.#send('running', '');
    return [];
  }

  #note(text: string): void {
    this.#notes.push(sanitize(text));
    if (this.#notes.length > MAX_NOTES) this.#notes.shift();
  }

  /** Tracers that tell only at the end: that time passes is told all the same. */
  #tick(): void {
    if (this.#began > 0 && performance.now() - this.#reported > SECOND_MS * 1.5) this.#send('running', '');
  }

  #send(state: TimingSnapshot['state'], end: string): void {
    this.#state = { state, end };
    this.#push({ push: 'timing', value: this.#snapshot() });
  }

  #snapshot(): TimingSnapshot {
    const at = this.#began > 0 ? Math.round((performance.now() - this.#began) * 1e6) : 0;
    const { calls, mean } = this.#pace;
    const notes = [...this.#notes, ...this.#measured.notes];
    return { ...this.#measured, ...this.#state, at, calls, mean, notes };
  }

  #reason(): string {
    if (this.#isStopped) return 'it was stopped';
    return this.#options.duration === undefined ? 'the target has ended' : 'its time is over';
  }
}

const lineOf = (error: unknown) =>
  error instanceof SpcError ? sanitize([error.message, error.why].filter(Boolean).join(': ')) : sanitize(String(error));
