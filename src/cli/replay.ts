/** `spc replay`: a recorded session again. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type ReplayRequest, replay } from '../app/session/replay.ts';
import { parseDuration, parseExactDuration } from '../core/duration.ts';
import { TRACER_NAMES, type TracerName } from '../core/events.ts';
import { slowerThan } from '../core/session/show.ts';
import type { UseCase } from '../core/types.ts';
import { openRecording } from '../io/recorder/recording.ts';
import { sessionPath } from '../io/recorder/sessions.ts';
import { render } from '../ui/render.ts';
import { endBySignals } from './ending.ts';
import { untilClosed } from './output.ts';

interface ReplayOptions {
  json?: boolean;
  quiet?: boolean;
  debug?: boolean;
}

/** `spc replay SESSION`. */
export function replayCommand(run: ReplayRun = replayAndShow): Command {
  return new Command('replay')
    .description('a recorded session again: its raw output is parsed anew, in the order it came')
    .addArgument(new Argument('<session>', "a session's directory, its name as spc session ls shows it, or last"))
    .addOption(
      new Option('--speed <n>', 'so many times as fast as it was; without it as fast as it goes').argParser(speed),
    )
    .addOption(new Option('--tracer <name...>', 'only events of these').choices(TRACER_NAMES))
    .addOption(
      new Option('--since <time>', 'only events from so long after the beginning: 10s, 2m; bare: seconds').argParser(
        parseDuration,
      ),
    )
    .addOption(new Option('--until <time>', 'only events before that').argParser(parseDuration))
    .addOption(
      new Option('--slower <time>', 'of system calls only those that took so long: 10ms').argParser(parseExactDuration),
    )
    .option('--json', 'events as JSON, one a line; see docs/events.md')
    .option('-q, --quiet', 'no notes')
    .addHelpText('after', EXAMPLES)
    .action(
      (
        name: string,
        { slower, tracer: tracers = [], ...options }: ReplayOptions & { slower?: number; tracer?: TracerName[] },
      ) => run(name, { tracers, shown: slower === undefined ? undefined : slowerThan(slower), ...options }),
    );
}

const EXAMPLES = `
Examples:
  spc replay last
  spc replay last --speed 1
  spc replay /tmp/web-session --tracer strace --since 10s --until 12s
  spc replay last --json | jq -c 'select(.error == "ENOENT")'`;

function speed(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= 0.01 && value <= 1e6) return value;
  throw new InvalidArgumentError('It must be a number, 0.01 at least.');
}

/** What `spc replay` does with what it was asked for. */
export type ReplayRun = typeof replayAndShow;

async function replayAndShow(name: string, options: ReplayRequest & ReplayOptions): Promise<void> {
  const { json = false, quiet = false, debug = false } = options;
  const [ending, hurry] = [new AbortController(), new AbortController()];
  endBySignals(ending, hurry);
  const { write, unwritten, check } = untilClosed(ending);
  const messages = await replayMessages(name, { ...options, unwritten }, ending.signal);
  process.exitCode = await render(messages, { ndjson: json, quiet, debug, write });
  check();
}

/** What a replay tells. Throws `bad-session`. */
export async function replayMessages(name: string, request: ReplayRequest, ending: AbortSignal): Promise<UseCase> {
  const recording = await openRecording(sessionPath(name));
  // a pause that is broken off has ended
  const pause = (ms: number) => setTimeout(Math.min(ms, 2 ** 31 - 1), undefined, { signal: ending }).catch(() => {});
  return replay(recording, { now: () => performance.now(), pause, turn: () => setImmediate(), ending }, request);
}
