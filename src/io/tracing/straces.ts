/** The strace processes of one target: the first, and one more for each that joins. */
import { kinship } from './members-kin.ts';
import { ageOf, type Watching, watchNewcomers } from './newcomers.ts';
import { isDead, traceState } from './newcomers-status.ts';
import type { PinnedCpu } from './pin-cpu.ts';
import { nothingAttached, whyNotAttached } from './strace-failure.ts';
import { type Attached, runStrace, type StraceRun } from './strace-run.ts';
import type { Tool, TraceSetting } from './types.ts';

/** Once strace has ended, members that nobody traces have so long to be attached to again, or to end. */
const SETTLE_MS = 400;
/** strace may be killed by somebody, or fail; more often it is not started again. */
const MAX_RESTARTS = 3;

export class Straces {
  readonly tool: Tool;
  argv: string[] = [];
  readonly #setting: TraceSetting;
  readonly #words: readonly string[];
  readonly #pinned: PinnedCpu | undefined;
  readonly #runs = new Set<StraceRun>();
  readonly #kin = kinship();
  readonly #ended = Promise.withResolvers<number>();
  #watching: Watching | undefined;
  #count = 0;
  /** An image's takes half a second to start. */
  #starting = 0;
  #restarts = 0;
  /** Members that were there when strace last ended early. */
  #lost = new Set<number>();
  #status = 0;
  #stopping = false;
  #sawStop = false;

  constructor(setting: TraceSetting, tool: Tool, words: readonly string[], pinned: PinnedCpu | undefined) {
    this.#setting = setting;
    this.tool = tool;
    this.#words = words;
    this.#pinned = pinned;
  }

  /** Attaches to these, and from then on to whoever joins. Throws when it can attach to none. */
  async begin(pids: readonly number[]): Promise<void> {
    const run = await this.#start(pids);
    this.argv = run.running.argv;
    const found = await run.attached;
    if (found.attached.length === 0) throw await this.#nothing(run, found, pids);
    this.#tellFailures(found);
    this.#watching = await watchNewcomers(
      {
        pidsOf: this.#setting.pidsOf,
        exempt: () => this.#kin.own(),
        found: async (joined) => await this.#attachJoined(joined).catch((error) => this.#note('error', error.message)),
      },
      pids,
    );
    // strace may have ended meanwhile, or been given up
    if (this.#stopping) await this.#watching.stop();
    else if (this.#restarts > 0) this.#watching.again();
  }

  /** When all have ended and none is to come: the exit status of the last one that was cut short, or 0. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  sawStop(): boolean {
    return this.#sawStop;
  }

  isTargetGone(): boolean {
    return this.#left().length === 0;
  }

  async stop(graceMs?: number): Promise<void> {
    this.#stopping = true;
    const ends = [...this.#runs].map(async ({ running, done }) => {
      await running.stop(graceMs);
      await done;
    });
    await Promise.all(ends);
    await this.#watching?.stop();
    // one more may have been started meanwhile
    if (this.#runs.size > 0) return await this.stop(graceMs);
    this.#ended.resolve(this.#status);
  }

  async #start(pids: readonly number[]): Promise<StraceRun> {
    this.#starting++;
    try {
      const run = await runStrace(this.#setting, this.tool, this.#words, pids, ++this.#count);
      this.#runs.add(run);
      void run.done.then(async (status) => this.#over(run, status, await run.attached));
      this.#pinned?.addTracer(await run.running.pid());
      return run;
    } finally {
      this.#starting--;
      this.#settleSoon();
    }
  }

  async #attachJoined(pids: readonly number[]): Promise<void> {
    if (this.#stopping) return;
    const ages = new Map(pids.map((pid) => [pid, ageOf(pid)]));
    await this.#pinned?.add(pids);
    const run = await this.#start(pids);
    if (this.#stopping) await run.running.stop();
    const found = await run.attached;
    for (const pid of found.attached) this.#tellJoined(pid, ages.get(pid));
    this.#tellFailures(found);
    if (!this.#stopping && found.attached.length < pids.length) this.#tellMissed();
  }

  #tellMissed(): void {
    const what =
      'system calls of processes that joined the target and could not be attached to, most as they ended at once';
    this.#setting.tell({ kind: 'lost', tracer: 'strace', count: null, what });
  }

  #tellJoined(pid: number, age: number | undefined): void {
    const { comm = '', nsPid = null } = traceState(pid) ?? {};
    const joined = `joined the target; found ${age ?? 0} ms after its start`;
    const detail = this.#lost.delete(pid) ? 'again, after strace ended early' : joined;
    this.#setting.tell({ kind: 'attach', tracer: 'strace', pid, nsPid, comm, state: 'attached', detail });
  }

  /** One that failed with each of its processes, as those that just ended, was not cut short. */
  #over(run: StraceRun, status: number, { attached, failed }: Attached): void {
    this.#sawStop ||= run.sawStop();
    this.#runs.delete(run);
    if (this.#stopping) return;
    const isCutShort = status !== 0 && (attached.length > 0 || failed.length === 0);
    if (isCutShort && this.#left().length > 0) this.#restart(status);
    this.#settleSoon();
  }

  /** It ended before its processes did: what they do until the next one is there is lost. */
  #restart(status: number): void {
    this.#status = status;
    const isLast = ++this.#restarts > MAX_RESTARTS;
    const what = `system calls, as strace ended early (status ${status})${isLast ? ' again: it is given up' : ''}`;
    this.#setting.tell({ kind: 'lost', tracer: 'strace', count: null, what });
    this.#lost = new Set(this.#left());
    if (isLast) void this.stop();
    else this.#watching?.again();
  }

  #settleSoon(): void {
    if (this.#isIdle()) setTimeout(() => this.#settle(), SETTLE_MS);
  }

  #settle(): void {
    if (this.#isIdle()) this.#ended.resolve(this.#status);
  }

  #isIdle(): boolean {
    return this.#runs.size === 0 && this.#starting === 0;
  }

  /** Members that could be traced. */
  #left(): number[] {
    const isOwn = this.#kin.own();
    return this.#setting.pidsOf().filter((pid) => {
      const state = traceState(pid);
      return state !== undefined && !isDead(state) && !isOwn(pid);
    });
  }

  async #nothing(run: StraceRun, found: Attached, pids: readonly number[]): Promise<Error> {
    if (found.failed.length > 0 || found.said.length > 0) return nothingAttached(this.#setting.target.title, found);
    await run.running.stop();
    const gone = pids.filter((pid) => !traceState(pid)).map((pid) => ({ pid, why: '' }));
    const status = await run.done;
    const why = `strace ended with status ${status} before it had attached`;
    const failed = gone.length === pids.length ? gone : [];
    return nothingAttached(this.#setting.target.title, { attached: [], failed, said: [] }, why);
  }

  /** Threads and processes that ended meanwhile are no failure. */
  #tellFailures({ failed }: Attached): void {
    for (const failure of failed)
      if (traceState(failure.pid)) this.#note('error', `not traced: ${whyNotAttached(failure)}`);
  }

  #note(level: 'warning' | 'error', text: string): void {
    this.#setting.tell({ kind: 'note', tracer: 'strace', level, text });
  }
}
