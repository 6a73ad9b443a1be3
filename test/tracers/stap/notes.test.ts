import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stapNotes } from '../../../src/tracers/stap/notes.ts';

const captured = (name: string) => readFileSync(new URL(`../../fixtures/stap/${name}.txt`, import.meta.url));
const parse = (bytes: Uint8Array) => {
  const parser = stapNotes();
  return [...parser.push(bytes, 5), ...parser.end(5)];
};

describe("what stapbpf says beside the script's output", () => {
  it('losses are counted', () => {
    const losses = parse(captured('lost')).filter((event) => event.kind === 'lost');
    expect(losses.map(({ count }) => count)).toEqual([3, 3, 554]);
  });

  it('errors of a script are a warning, without the colours', () => {
    expect(parse(captured('error'))).toEqual([
      { kind: 'note', tracer: 'stap', at: 5, level: 'warning', text: 'Number of errors: 1' },
    ]);
  });

  it.each([
    ['ERROR: cannot do it', 'error', 'cannot do it'],
    ['Error loading spc_1: no', 'error', 'Error loading spc_1: no'],
    ['WARNING: careful', 'warning', 'careful'],
    ['Using a cached file.', 'info', 'Using a cached file.'],
  ])('%s', (line, level, text) => {
    expect(parse(Buffer.from(`${line}\n`))).toMatchObject([{ kind: 'note', level, text }]);
  });

  it('skipped probes of the kernel runtime are a loss; none skipped is none', () => {
    const line = (n: number) => Buffer.from(`WARNING: Number of errors: 0, skipped probes: ${n}\n`);
    expect(parse(line(7))).toMatchObject([{ kind: 'lost', count: 7, what: 'probes skipped' }]);
    expect(parse(line(0))).toMatchObject([{ kind: 'note' }]);
  });

  it('any split of the bytes gives the same', () => {
    const bytes = captured('lost');
    const whole = parse(bytes);
    for (let cut = 1; cut < bytes.length; cut++) {
      const parser = stapNotes();
      const events = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap((part) => parser.push(part, 5));
      expect([...events, ...parser.end(5)]).toEqual(whole);
    }
  });
});
