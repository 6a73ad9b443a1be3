/** docs/events.md against the events themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_FIELDS, isEvent } from '../src/core/event-fields.ts';
import { END_REASONS, EVENT_SCHEMA, TRACER_NAMES, type TraceEvent } from '../src/core/events.ts';
import { beginning } from '../src/core/session/clock.ts';
import { encodeEntry, type JournalEntry } from '../src/core/session/journal.ts';
import { STREAM_FORMATS } from '../src/core/session/types.ts';
import { eventJson } from '../src/ui/event-line.ts';

const text = readFileSync('docs/events.md', 'utf8');
const samples = [...text.matchAll(/^```json\n(.*)\n```$/gm)].map(([, line = '']) => line);
const [header = '{}', ...events] = samples;
const KINDS = Object.keys(EVENT_FIELDS) as TraceEvent['kind'][];

/** The part of the document that is about a kind. */
const sectionOf = (kind: string) => text.split('\n### ').find((section) => section.startsWith(`\`${kind}\``)) ?? '';

describe('docs/events.md', () => {
  it('is of this schema', () => {
    expect(text).toContain(`This is schema **${EVENT_SCHEMA}**`);
    expect(JSON.parse(header)).toMatchObject({ kind: 'session', schema: EVENT_SCHEMA });
    for (const field of Object.keys(JSON.parse(header)).slice(1)) expect(text).toContain(`\`${field}\``);
  });

  it('has a sample of every kind', () => {
    expect(events.map((line) => JSON.parse(line).kind).sort()).toEqual(KINDS.toSorted());
  });

  it.each(events)('shows what spc would write: %s', (line) => {
    const { time, ...event } = JSON.parse(line);
    expect(isEvent(event)).toBe(true);
    const known = Object.keys(EVENT_FIELDS[event.kind as TraceEvent['kind']]);
    expect(Object.keys(event).toSorted()).toEqual(['kind', 'tracer', 'at', ...known].toSorted());
    expect(eventJson(event, beginning({ began: '1795337960824320333' }))).toBe(line);
    expect(time).toMatch(/Z$/);
  });

  it.each(KINDS)('names every field of %s, and every word a field may hold', (kind) => {
    const section = sectionOf(kind);
    for (const [field, type] of Object.entries(EVENT_FIELDS[kind])) {
      if (!['pid', 'nsPid', 'comm'].includes(field)) expect(section).toContain(`\`${field}\``);
      if (typeof type !== 'string') for (const word of type) expect(section).toContain(`\`${word}\``);
    }
  });

  it('names every tracer and every reason', () => {
    for (const name of [...TRACER_NAMES, ...END_REASONS]) expect(text).toContain(`\`${name}\``);
  });
});

describe('docs/sessions.md', () => {
  const sessions = readFileSync('docs/sessions.md', 'utf8');
  const entries: JournalEntry[] = [
    { kind: 'stream', id: 0, name: 'a', tracer: 'spc', format: STREAM_FORMATS[0], offset: 0 },
    { kind: 'segment', id: 0, number: 1, offset: 0, prefix: 0 },
    { kind: 'chunk', id: 0, at: 0, length: 0 },
    { kind: 'end', id: 0, at: 0 },
    { kind: 'task', pid: 1, nsPid: 1 },
    { kind: 'known', pid: 1, nsPid: 1 },
    { kind: 'facts', id: 0, facts: {} },
    { kind: 'address', address: '', name: '' },
  ];

  it.each(entries)('has the line of $kind as it is written', (entry) => {
    const [tag, ...fields]: unknown[] = JSON.parse(encodeEntry(entry));
    const shown = [...sessions.matchAll(/^\| `\["(\w)",(.*?)\]`/gm)].find(([, letter]) => letter === tag)?.[2];
    expect(shown?.split(',')).toHaveLength(fields.length);
  });
});
