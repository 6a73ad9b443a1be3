/** Which tracer measures: the one that is asked for, or the first of several that starts. */
import { type ErrorCode, SpcError } from '../../core/errors.ts';
import type { TracerName } from '../../core/events.ts';
import type { TracerInfo } from '../../core/session/types.ts';
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import type { Timer } from '../../io/timing/types.ts';
import type { RunningTracer, StartTracer, TraceSetting } from '../../io/tracing/types.ts';

/** A way of measuring, made when it is its turn. Throws what MakeTimer throws. */
export interface Candidate {
  tracer: TimingTracer;
  make: () => Timer;
}

/** What a measurement needs of the machine. */
export interface Looks {
  /** How many calls are under way in these processes; null: that cannot be read. */
  underWay(pids: readonly number[]): number | null;
  /** What separates the target from others, in words. */
  filterOf(setting: TraceSetting): string;
}

/** Not the tracer's fault: another would fail likewise. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['target-gone', 'no-target', 'ambiguous']);

/** A tracer to be planned, and what becomes of it. */
export class Choice {
  timer: Timer | undefined;
  info: TracerInfo | undefined;
  why = '';
  filter = '';
  inFlight: { atStart: number | null; atEnd: number | null } = { atStart: null, atEnd: null };
  readonly #candidates: readonly Candidate[];
  readonly #looks: Looks;

  constructor(candidates: readonly Candidate[], looks: Looks) {
    this.#candidates = candidates;
    this.#looks = looks;
  }

  /** By the name of the one that was chosen, when it is. */
  get tracer(): TracerName {
    return this.timer?.tracer ?? 'spc';
  }

  readonly start: StartTracer = async (setting) => {
    const failures: Failure[] = [];
    for (const { tracer, make } of this.#candidates) {
      try {
        const timer = make();
        this.filter = this.#looks.filterOf(setting); // as long as the target is there
        const running = await timer.start(setting);
        return this.#chosen(setting, timer, running, failures);
      } catch (error) {
        if (!(error instanceof SpcError) || FINAL.has(error.code) || setting.ending.aborted) throw error;
        failures.push({ tracer, error });
      }
    }
    throw none(failures);
  };

  #chosen(setting: TraceSetting, timer: Timer, running: RunningTracer, failures: readonly Failure[]): RunningTracer {
    this.timer = timer;
    this.info = running.info;
    this.why = this.#candidates.length === 1 ? 'asked for' : reasonFor(timer, failures);
    this.inFlight.atStart = this.#looks.underWay(setting.pidsOf());
    let stopping = false;
    const stop = async (graceMs?: number) => {
      if (!stopping) this.inFlight.atEnd = this.#looks.underWay(setting.pidsOf());
      stopping = true;
      await running.stop(graceMs);
    };
    return { ...running, stop };
  }
}

interface Failure {
  tracer: TimingTracer;
  error: SpcError;
}

const reason = ({ tracer, error }: Failure) => `${tracer}: ${[error.message, error.why].filter(Boolean).join(', ')}`;

function reasonFor({ exact }: Timer, failures: readonly Failure[]): string {
  const what = `the cheapest that ${exact ? 'is exact' : 'works'} here`;
  return [what, ...failures.map((failure) => `not ${reason(failure)}`)].join('; ');
}

/** The one tracer's own error, or what is wrong with each. */
function none(failures: readonly Failure[]): SpcError {
  const [first] = failures;
  if (!first) return new SpcError('internal', 'there was no tracer to choose from');
  if (failures.length === 1) return first.error;
  return new SpcError(
    first.error.code,
    'no tracer can time system calls here',
    failures.map(reason).join('; '),
    'spc doctor tells what each of them needs',
  );
}
