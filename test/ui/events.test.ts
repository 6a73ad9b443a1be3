import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import { jsonShower, type TextStream, textShower } from '../../src/ui/events.ts';

const base = { tracer: 'perf', at: 0 } as const;
const note = (level: 'debug' | 'info' | 'warning' | 'error'): TraceEvent => ({
  ...base,
  kind: 'note',
  level,
  text: level,
});
const EVENTS: TraceEvent[] = [
  { ...base, kind: 'probe', text: 'one', data: null },
  note('debug'),
  note('info'),
  { ...base, kind: 'probe', text: 'two', data: null },
  note('warning'),
  { ...base, kind: 'lost', count: 3, what: 'lines' },
  note('error'),
  { ...base, kind: 'end', reason: 'duration', status: 0 },
  { ...base, kind: 'end', reason: 'tool', status: 1 },
];

/** What is written where, in order: `1:` stdout, `2:` stderr; without times. */
async function shown(options: Partial<TextStream>, events = EVENTS): Promise<string[]> {
  const lines: string[] = [];
  const add = (to: number, text: string) =>
    lines.push(
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `${to}:${line.replace(/^[\d:.]+ /, '')}`),
    ); // prettier-ignore
  const write = async (text: string) => {
    await new Promise((resolve) => setImmediate(resolve)); // stdout takes its time
    add(1, text);
  };
  await textShower(write, { tell: (line) => add(2, line), ...options })({ kind: 'events', events });
  return lines;
}

describe('a stream as text', () => {
  it('is data on stdout and what is for people on stderr, in order', async () => {
    expect(await shown({})).toEqual([
      '1:one',
      '2:perf: info',
      '1:two',
      '2:perf: warning: warning',
      '1:perf: LOST 3 lines',
      '2:perf: error: error',
      '2:perf: ended (the time is over)',
      '2:perf: ended (the tool ended of its own accord, status 1)',
    ]);
  });

  it('quiet: warnings, errors and what should not have ended stay', async () => {
    expect(await shown({ quiet: true })).toEqual([
      '1:one',
      '1:two',
      '2:perf: warning: warning',
      '1:perf: LOST 3 lines',
      '2:perf: error: error',
      '2:perf: ended (the tool ended of its own accord, status 1)',
    ]);
  });

  it('with --debug, also what is of no use', async () => {
    expect(await shown({ debug: true })).toContain('2:perf: debug');
  });
});

describe('a stream as JSON', () => {
  it('has all events on stdout', async () => {
    let text = '';
    await jsonShower(async (more) => {
      text += more;
    })({ kind: 'events', events: EVENTS });
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(EVENTS.map(({ kind }) => kind)); // prettier-ignore
  });
});
