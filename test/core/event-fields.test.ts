import { describe, expect, it } from 'vitest';
import { isEvent } from '../../src/core/event-fields.ts';

const NOTE = { kind: 'note', tracer: 'strace', at: 5, level: 'info', text: 'x' };
const LOST = { kind: 'lost', tracer: 'tcpdump', at: -5, count: null, what: 'packets' };

describe('what is an event', () => {
  it.each([NOTE, LOST, { ...NOTE, further: 1 }])('%o is one', (value) => expect(isEvent(value)).toBe(true));

  it.each([
    null,
    'note',
    [],
    {},
    { ...NOTE, kind: 'toString' },
    { ...NOTE, kind: ['note'] },
    { ...NOTE, tracer: 'x' },
    { ...NOTE, at: 1.5 },
    { ...NOTE, at: '5' },
    { ...NOTE, level: 'fatal' },
    { ...NOTE, text: undefined },
    { ...LOST, count: 'many' },
    { kind: 'lost', tracer: 'tcpdump', at: 1, what: 'x' },
  ])('%o is none', (value) => expect(isEvent(value)).toBe(false));
});
