/** What a session saw, in numbers. */
import { durationText } from '../../core/duration.ts';
import type { EndReason, TraceEvent } from '../../core/events.ts';
import { REASON_TEXTS } from '../../core/session/end.ts';
import { addLoss } from '../../core/session/losses.ts';
import type { Manifest } from '../../core/session/types.ts';
import { counted } from '../../core/text.ts';

/** Counts events by kind, and keeps what was lost. */
export class Tally {
  readonly counts: Record<string, number> = {};
  readonly losses: Manifest['losses'] = [];

  add(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.counts[event.kind] = (this.counts[event.kind] ?? 0) + 1;
      if (event.kind !== 'lost') continue;
      const { tracer, count, what } = event;
      addLoss(this.losses, { tracer, count, what }, (loss) => loss.tracer === tracer);
    }
  }
}

/** Of one; an `s` makes it more. */
const NAMES: Readonly<Record<string, string>> = {
  syscall: 'system call',
  signal: 'signal',
  exit: 'exit',
  packet: 'packet',
  probe: 'line',
  log: 'log line',
};

/** `reason` undefined: the record does not tell. `unwritten`: lines that stdout did not take. One line at the end: `strace of container web (docker): 12,345 system calls in 10.0s; stopped; nothing lost`. */
export function summary({ counts, losses }: Tally, ns: number, reason: EndReason | undefined, unwritten = 0): string {
  const seen = Object.entries(NAMES).flatMap(([kind, name]) => (counts[kind] ? [counted(counts[kind], name)] : []));
  const lost = losses.map(({ count, what }) => `${count?.toLocaleString('en') ?? 'some'} ${what}`);
  if (unwritten > 0) lost.push(`${counted(unwritten, 'line')} that could not be written`);
  return [
    `${seen.join(', ') || 'nothing seen'} in ${durationText(ns)}`,
    reason === undefined ? 'no end was recorded' : REASON_TEXTS[reason],
    lost.length > 0 ? `LOST: ${lost.join(', ')}` : 'nothing known to be lost',
  ].join('; ');
}
