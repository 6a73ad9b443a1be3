/** `spc strace`: the system calls of a target. */
import { Argument, Command, Option } from 'commander';
import { parseExactDuration } from '../core/duration.ts';
import { allOf, callsOnly, slowerThan } from '../core/session/show.ts';
import { TARGET_HELP } from '../core/targets/parse.ts';
import { startStrace } from '../io/tracing/strace.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

interface StraceCliOptions extends TracingOptions {
  expression: string[];
  failed?: boolean;
  /** Nanoseconds. */
  slower?: number;
  path: string[];
  pin?: boolean;
}

const collect = (word: string, words: string[]) => [...words, word];

/** `spc strace TARGET [-- strace options…]`. */
export function straceCommand(run: TraceRun = traceAndShow): Command {
  return withTracing(new Command('strace'))
    .description('the system calls of every process of a target, and of those that join it')
    .usage('<target> [options] [strace options...]')
    .allowUnknownOption()
    .addArgument(new Argument('<target>', 'a container, process, namespace or cgroup; see below'))
    .addArgument(
      new Argument('[options...]', "strace's own: -s 200, -v, --decode-fds=…; after -- those that spc has, too"),
    )
    .addOption(
      new Option(
        '-e, --expression <expr>',
        "strace's -e: trace=openat, trace=%network, signal=none …; may be given again",
      )
        .argParser(collect)
        .default([], 'all calls'),
    )
    .option('--failed', 'calls that failed only')
    .addOption(new Option('--slower <time>', 'show calls that took this long only: 10ms').argParser(parseExactDuration))
    .addOption(
      new Option('-P, --path <path>', 'calls on this path only, as the target names it; may be given again')
        .argParser(collect)
        .default([], 'all'),
    )
    .option('--pin', 'run strace and the target on one CPU: less slowdown where the others are busy')
    .addHelpText('after', HELP)
    .action(action(run));
}

const targets = TARGET_HELP.map(([example, about]) => `  ${example.padEnd(31)} ${about}`).join('\n');

const HELP = `
Targets:
${targets}

Examples:
  spc strace web                            every call of every process, until Ctrl-C
  spc strace web -e trace=%file --failed    files that were not found
  spc strace web --slower 10ms -d 30s       what is slow, for half a minute
  spc strace web --pin --record             less slowdown, and kept for spc replay
  spc strace web -s 200 -v                  strace's own options

The target comes first. strace slows it down; see docs/strace.md for how much. With --failed, --slower or --path only calls
are shown, not what comes and goes. --slower chooses what is shown: the target pays for all
calls, and a record has all.`;

const action =
  (run: TraceRun) =>
  async (target: string, own: string[], options: StraceCliOptions): Promise<void> => {
    const { expression, failed, slower, path, pin = false } = options;
    const args = [
      ...expression.flatMap((word) => ['-e', word]),
      ...(failed ? ['-Z'] : []),
      ...path.flatMap((word) => ['-P', word]),
      ...own,
    ];
    const isChosen = failed || path.length > 0 || slower !== undefined;
    const shown = allOf(slower === undefined ? undefined : slowerThan(slower), isChosen ? callsOnly : undefined);
    await run(target, [{ tracer: 'strace', start: startStrace({ args, pin }) }], options, shown);
  };
