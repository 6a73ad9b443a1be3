/** `spc perf`: counters, system calls or samples of a target. */
import { resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { startPerf } from '../io/tracing/perf.ts';
import { PERF_MODES, type PerfMode } from '../tracers/perf/arguments.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

interface PerfCommandOptions extends TracingOptions {
  event: string[];
  summary?: boolean;
  output: string;
}

/** `spc perf TARGET stat|trace|record [options] [-- perf's own…]`. */
export function perfCommand(run: TraceRun = traceAndShow): Command {
  return withTracing(new Command('perf'))
    .description("counters, system calls or samples of a target's processes")
    .usage('[options] <target> <stat|trace|record> [options] [-- <options of perf...>]')
    .addArgument(new Argument('<target>', 'a container, process, namespace or cgroup'))
    .addArgument(new Argument('<mode>', 'what perf is to do').choices(PERF_MODES))
    .addArgument(new Argument('[options...]', "perf's own options"))
    .addOption(
      new Option('-e, --event <list>', 'events, as perf list names them; may be repeated')
        .argParser((list: string, before: string[]) => [...before, list])
        .default([], 'those of perf'),
    )
    .option('-s, --summary', 'trace: only sums, at the end')
    .option('-o, --output <file>', 'record: the file of samples, a new one', 'perf.data')
    .addHelpText('after', HELP)
    .action(action(run));
}

const HELP = `
Examples:
  spc perf web stat -d 10s                counters
  spc perf web stat -e page-faults,minor-faults
  spc perf web trace                      each system call
  spc perf web trace -s -d 10s            how often, how long, by thread
  spc perf web record -d 10s -o web.data -- -g
                                          samples with call chains; then perf report -i web.data

See docs/perf.md for what perf trace costs and loses.`;

const action =
  (run: TraceRun) =>
  async (target: string, mode: PerfMode, rest: string[], options: PerfCommandOptions): Promise<void> => {
    const { event: events, summary = false, output } = options;
    const start = startPerf({ mode, events, summary, rest, output: resolve(output) });
    await run(target, [{ tracer: 'perf', start }], options);
  };
