/** One target's system calls, timed by one tracer, until something ends it. */
import type { TraceEvent } from '../../core/events.ts';
import { addLoss } from '../../core/session/losses.ts';
import type { TracedTarget } from '../../core/session/types.ts';
import type { TimingReport } from '../../core/syscalls/types.ts';
import type { Msg } from '../../core/types.ts';
import type { SessionIo } from '../session/io.ts';
import { trace } from '../session/trace.ts';
import type { System } from '../system.ts';
import type { Choice } from './choice.ts';

export interface Measuring {
  target: string;
  choice: Choice;
  /** Nanoseconds; undefined: until something else ends it. */
  duration: number | undefined;
  /** Called when the tracer has begun to watch: what is to be measured may begin. Without it, the user is told. */
  onAttached?: (() => void) | undefined;
}

/** What was measured of one target, as far as it has come: it grows while it is measured. */
export interface Measured {
  target: TracedTarget | undefined;
  choice: Choice;
  /** Nanoseconds since 1970, decimal text. */
  began: string;
  /** Nanoseconds on the session's clock; null: not yet. */
  beganAt: number | null;
  endedAt: number | null;
  losses: TimingReport['losses'];
  status: number;
}

export const notMeasured = (choice: Choice): Measured => ({
  target: undefined,
  choice,
  began: '0',
  beganAt: null,
  endedAt: null,
  losses: [],
  status: 0,
});

/** Passes on what a user must know, and writes what is found into `measured`. Throws as `trace`. */
export async function* measure(
  system: System,
  io: SessionIo,
  { target, choice, duration, onAttached }: Measuring,
  measured: Measured,
): AsyncGenerator<Msg, Measured> {
  const messages = trace(system, io, { target, tracers: [choice], duration });
  for (;;) {
    const { done, value } = await messages.next();
    if (done) {
      measured.status = value;
      return measured;
    }
    if (value.kind === 'session') {
      measured.beganAt = io.now();
      measured.target = value.header.target;
      measured.began = String(BigInt(value.header.began) + BigInt(Math.round(measured.beganAt)));
      if (!onAttached) yield { kind: 'note', text: announced(value.header.target.title, choice, duration) };
      // nothing of spc's is on the terminal when a command begins
      else yield { kind: 'progress', text: '' };
      onAttached?.();
    } else if (value.kind === 'events') {
      for (const event of value.events) {
        take(event, measured);
        if (event.kind === 'end') measured.endedAt ??= event.at;
        if (event.kind === 'note' && (event.level === 'warning' || event.level === 'error'))
          yield { kind: 'warning', text: event.text };
      }
    } else if (value.kind !== 'note') yield value; // what it costs and what was seen is in the report
  }
}

const announced = (title: string, { tracer }: Choice, duration: number | undefined) =>
  `measuring ${title} by ${tracer}${duration === undefined ? '; Ctrl-C ends it' : ''}`;

function take(event: TraceEvent, { choice, losses }: Measured): void {
  choice.timer?.take(event);
  if (event.kind === 'lost') addLoss(losses, { count: event.count, what: event.what }, () => true);
}
