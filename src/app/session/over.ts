/** When a session is over, and why. */
import type { EndReason } from '../../core/events.ts';
import type { Recorder } from '../../io/recorder/types.ts';
import { setAlarm } from './alarm.ts';
import type { SessionIo } from './io.ts';
import type { Session } from './session.ts';

export interface Ended {
  reason: EndReason;
  status: number;
  /** For the user, when it is not what was asked for; may be empty. */
  message: string;
}

/** How often it is looked whether the target still runs. */
const LOOK_MS = 250;

/** Resolves when the session is over: by whatever comes first. `duration`: nanoseconds. */
export async function untilOver(
  session: Session,
  { ending }: SessionIo,
  duration: number | undefined,
  recorder: Recorder | undefined,
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const over = (reason: EndReason, status = 0, message = '') => resolve({ reason, status, message });
  const stop = () => over('stopped');
  ending.addEventListener('abort', stop);
  if (ending.aborted) stop();
  void recorder?.full.then(({ message, status }) => over('full', status, message));
  void allEnded(session).then(({ reason, status }) => over(reason, status));
  const look = setInterval(() => {
    if (session.target.pid > 0 && session.pidsOf().length === 0) over('target-ended');
  }, LOOK_MS);
  const forget = duration === undefined ? undefined : setAlarm(duration / 1e6, () => over('duration'));
  return await promise.finally(() => {
    clearInterval(look);
    forget?.();
    ending.removeEventListener('abort', stop);
  });
}

/** Their own exit status counts where they are to blame, or were asked to run a command. */
const OWN_STATUS = new Set<EndReason>(['tool', 'failed', 'command-ended']);

/** When every tracer has ended of its own accord: what the gravest of them says. */
async function allEnded({ started }: Session): Promise<{ reason: EndReason; status: number }> {
  const ends = await Promise.all(started.map(({ ended }) => ended));
  const grave = ends.find(({ reason, status }) => OWN_STATUS.has(reason) && status !== 0);
  return grave ?? { reason: ends[0]?.reason ?? 'tool', status: 0 };
}
