/** Output captured of strace 6.1, and what the parser makes of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SyscallEvent, TraceEvent } from '../../../src/core/events.ts';
import { straceParser } from '../../../src/tracers/strace/parser.ts';
import type { ParserContext } from '../../../src/tracers/types.ts';

/** Sessions of these tests begin at this second; their processes have in their namespace a number 1,000,000 higher. */
export const BEGAN = 1795336000;

export const context = (): ParserContext => ({
  begin: { seconds: BEGAN, nanoseconds: 0 },
  nsPidOf: (pid) => pid + 1_000_000,
  forget: () => {},
  nameOf: () => '',
});

export const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/strace/${name}.txt`, import.meta.url)));

/** All events of a text, given in pieces of these sizes, over and over. */
export function parse(bytes: Uint8Array | string, sizes: readonly number[] = [65_536]): TraceEvent[] {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  const parser = straceParser(context());
  const events: TraceEvent[] = [];
  for (let from = 0, turn = 0; from < whole.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    events.push(...parser.push(whole.subarray(from, from + size), 7));
    from += size;
  }
  return [...events, ...parser.end(7)];
}

export const calls = (events: readonly TraceEvent[]): SyscallEvent[] =>
  events.filter((event): event is SyscallEvent => event.kind === 'syscall');

/** The one call of a text of one line. */
export function call(line: string): SyscallEvent {
  const [event, ...others] = parse(`${line}\n`);
  if (event?.kind !== 'syscall' || others.length > 0)
    throw new Error(`not one call: ${JSON.stringify([event, ...others])}`);
  return event;
}
