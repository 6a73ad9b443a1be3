/** A tracer of spc at work, for tests: its stream of events, and its end. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { TraceEvent } from '../../src/core/events.ts';
import type { SessionHeader } from '../../src/core/session/types.ts';
import { start } from './spc.ts';

export interface Probed {
  child: ChildProcess;
  header: SessionHeader;
  /** Events until now. */
  events(): TraceEvent[];
  /** Ends it as Ctrl-C does; resolves with its exit status when it has ended. */
  end(): Promise<number | null>;
}

/** Starts spc with `--json` added; resolves when the tracer has begun to watch. Rejects with what spc says when it does not. */
export async function probe(args: string[]): Promise<Probed> {
  const child = start([args[0] ?? '', '--json', ...args.slice(1)]);
  const closed = once(child, 'close');
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const lines = () => stdout.split('\n').slice(0, -1);
  // some programs take seconds to compile
  while (lines().length === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  if (child.exitCode !== null) throw new Error(`spc ended with ${child.exitCode}: ${stdout}${stderr}`);
  return {
    child,
    header: JSON.parse(lines()[0] ?? ''),
    events: () =>
      lines()
        .slice(1)
        .map((line) => JSON.parse(line)), // prettier-ignore
    end: async () => {
      child.kill('SIGINT');
      await closed;
      return child.exitCode;
    },
  };
}

/** What a script has printed, line by line. */
export const printed = (events: readonly TraceEvent[]) =>
  events.flatMap((event) => (event.kind === 'probe' ? [event.text] : []));

/** Host pids of processes that have `text` in their command line. */
export const pidsWith = (text: string) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(text))
    .map(Number);

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
