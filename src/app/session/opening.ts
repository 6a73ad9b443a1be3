/** The record of a session, opened. */
import { SpcError } from '../../core/errors.ts';
import type { Target } from '../../core/target.ts';
import type { Recorder } from '../../io/recorder/types.ts';
import type { SessionIo } from './io.ts';
import type { TraceRequest } from './trace.ts';

/** undefined: nothing is recorded. Where it cannot be written, a user who may not trace either is told of that at once, too. */
export async function openRecord(
  { record, tracers: [first] }: Pick<TraceRequest, 'record' | 'tracers'>,
  target: Target,
  { advise }: Pick<SessionIo, 'advise'>,
): Promise<Recorder | undefined> {
  try {
    return await record?.(target);
  } catch (cause) {
    if (!(cause instanceof SpcError) || cause.code !== 'system' || !first) throw cause;
    const advice = await advise?.(first.tracer).catch(() => '');
    if (!advice) throw cause;
    throw new SpcError(cause.code, cause.message, cause.why, `${advice}; then ${cause.hint}`, { cause });
  }
}
