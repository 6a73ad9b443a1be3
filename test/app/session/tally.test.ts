import { describe, expect, it } from 'vitest';
import { summary, Tally } from '../../../src/app/session/tally.ts';
import type { TraceEvent } from '../../../src/core/events.ts';

const lost = (count: number | null): TraceEvent => ({
  kind: 'lost',
  tracer: 'tcpdump',
  at: 0,
  count,
  what: 'packets dropped',
});
const line: TraceEvent = { kind: 'probe', tracer: 'stap', at: 0, text: '', data: null };

describe('what a session saw', () => {
  it('is counted by kind, and said in a line', () => {
    const tally = new Tally();
    tally.add(Array.from({ length: 1234 }, () => line));
    expect(tally.counts).toEqual({ probe: 1234 });
    expect(summary(tally, 2.5e9, 'duration')).toBe('1,234 lines in 2.50s; the time is over; nothing known to be lost');
  });

  it('one is one', () => {
    const tally = new Tally();
    tally.add([line]);
    expect(summary(tally, 1e9, 'stopped', 1)).toBe('1 line in 1.00s; stopped; LOST: 1 line that could not be written');
  });

  it('sums the same loss', () => {
    const tally = new Tally();
    tally.add([lost(3), lost(4)]);
    expect(tally.losses).toEqual([{ tracer: 'tcpdump', count: 7, what: 'packets dropped' }]);
    expect(summary(tally, 1e9, 'stopped')).toBe('nothing seen in 1.00s; stopped; LOST: 7 packets dropped');
  });

  it('does not know a sum when one part is not known', () => {
    const tally = new Tally();
    tally.add([lost(3), lost(null), lost(4)]);
    expect(tally.losses[0]?.count).toBeNull();
  });
});
