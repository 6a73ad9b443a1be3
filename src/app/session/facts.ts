/** What is told of a session beside its events: the header of the stream, and the manifest. */

import { EVENT_SCHEMA } from '../../core/events.ts';
import type { ClockReading, SessionHeader, TracedTarget, TracerInfo } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { ManifestFacts, Recorder, Recording } from '../../io/recorder/types.ts';
import type { SessionIo } from './io.ts';
import type { Session } from './session.ts';

function tracedTarget({ text, title, pid, startTime, container }: Target): TracedTarget {
  if (!container) return { text, title, pid, startTime, container: null };
  const { id, name, engine, image, imageId } = container;
  return { text, title, pid, startTime, container: { id, name, engine, image, imageId } };
}

export function liveHeader(
  session: Session,
  { clock, host }: SessionIo,
  recorder: Recorder | undefined,
): SessionHeader {
  const { kernel, hostname } = host;
  const tracers = infos(session);
  const directory = recorder?.directory ?? null;
  return {
    ...HEADER,
    target: tracedTarget(session.target),
    began: clock.began,
    kernel,
    hostname,
    tracers,
    directory,
    replay: false,
  };
}

/** The same as it was when it was recorded. */
export function replayHeader({ manifest, directory }: Recording): SessionHeader {
  const { target, clock, kernel, hostname, tracers } = manifest;
  return { ...HEADER, target, began: clock.began, kernel, hostname, tracers, directory, replay: true };
}

const HEADER = { kind: 'session', schema: EVENT_SCHEMA } as const;

/** The manifest as it is at a moment. */
export function manifestFacts(
  session: Session,
  { clock, host }: SessionIo,
  readings: readonly ClockReading[],
  end: ManifestFacts['end'],
): ManifestFacts {
  return {
    target: tracedTarget(session.target),
    ...host,
    clock: { ...clock, readings: [...readings] },
    tracers: infos(session),
    counts: session.tally.counts,
    losses: session.tally.losses,
    addresses: Object.fromEntries(session.addresses),
    end,
  };
}

/** Fields in one order, whichever way a starter wrote them: the header of a replay is the same. */
function infos({ started }: Session): TracerInfo[] {
  return started.map(({ running: { info } }) => {
    const { tracer, tool, version, from, argv, cost } = info;
    return { tracer, tool, version, from, argv, cost };
  });
}
