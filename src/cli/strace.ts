/** `spc strace`: the system calls of a target. */
import { Argument, Command } from 'commander';
import { startStrace } from '../io/tracing/strace.ts';
import { type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

/** `spc strace TARGET [strace options…]`. */
export function straceCommand(): Command {
  return withTracing(new Command('strace'))
    .description('the system calls of every process of a target')
    .addArgument(new Argument('<target>', 'a container, process, namespace or cgroup'))
    .addArgument(new Argument('[options...]', "strace's own options"))
    .action((target: string, args: string[], options: TracingOptions) =>
      traceAndShow(target, [{ tracer: 'strace', start: startStrace({ args }) }], options),
    );
}
