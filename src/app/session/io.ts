/** What a session needs of the machine beside a System; `cli/tracing.ts` builds the real one. */
import type { TracerName } from '../../core/events.ts';
import type { ClockReading, SessionClock } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { Around } from '../../io/tracing/addresses.ts';
import type { Guard, Toolbox } from '../../io/tracing/types.ts';

export interface SessionIo {
  clock: SessionClock;
  /** Nanoseconds since the session began. */
  now(): number;
  readClocks(): ClockReading;
  host: { kernel: string; hostname: string; architecture: string };
  toolbox: Toolbox;
  guard: Guard;
  /** Host pids of the target's processes now; empty when it has ended. */
  membersOf(target: Target): () => number[];
  /** The number a host pid has in its own pid namespace; null when it has ended. */
  nsPid(pid: number): number | null;
  /** Container names by IP address; the machine is looked at anew unless it was a moment ago. */
  addresses(around?: Around): Promise<Map<string, string>>;
  /** What stands in a tracer's way here, and the least that would help; empty: nothing that is known of. */
  advise?(tracer: TracerName): Promise<string>;
  /** Aborted when the user or the system asks spc to end. */
  ending: AbortSignal;
  /** Aborted when they ask a second time. */
  hurry: AbortSignal;
}
