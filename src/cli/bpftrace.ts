/** `spc bpftrace`: a bpftrace script on a target. */
import { Argument, Command, Option } from 'commander';
import { SpcError } from '../core/errors.ts';
import { writeStdout } from '../io/stdout.ts';
import { startBpftrace } from '../io/tracing/bpftrace.ts';
import { exampleList, findExample, readScript, type Script } from '../io/tracing/scripts.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

interface BpftraceCommandOptions extends TracingOptions {
  program?: string;
  example?: string;
  list?: true;
  format?: 'text' | 'json';
}

/** `spc bpftrace TARGET (SCRIPT.bt | -e TEXT | --example NAME) [args…]`. */
export function bpftraceCommand(run: TraceRun = traceAndShow): Command {
  return withTracing(new Command('bpftrace'))
    .description('a bpftrace script on a target: what it counts or prints, of that target alone')
    .usage('[options] <target> (<script.bt> | -e <text> | --example <name>) [args...]')
    .addArgument(new Argument('[target]', 'a container, process, namespace or cgroup'))
    .addArgument(
      new Argument('[words...]', "the script's file, unless it is given otherwise, and its arguments: $1, $2"),
    )
    .option('-e, --program <text>', 'the script itself')
    .option('--example <name>', 'a script that comes with spc')
    .option('--list', 'list the scripts that come with spc')
    .addOption(new Option('--format <format>', 'what the script prints, as text or as JSON').choices(['text', 'json']))
    .addHelpText('after', HELP)
    .action(action(run));
}

const HELP = `
In a script, the word SPC_TARGET holds for a task of the target: use it as a filter, /SPC_TARGET/, or in a condition. Without
it the script sees the whole machine. SPC_SYSCALL[args->id] is the name of a system call by its number.

Examples:
  spc bpftrace --list
  spc bpftrace web --example opens
  spc bpftrace web --example slow-syscalls 50
  spc bpftrace web -d 10s -e 'tracepoint:raw_syscalls:sys_enter /SPC_TARGET/ { @[comm] = count(); }'
  spc bpftrace pid:4711 my.bt -- --an-argument

Ctrl-C ends it, and what it counted is printed then. See docs/bpftrace.md.`;

const action =
  (run: TraceRun) =>
  async (target: string | undefined, words: string[], options: BpftraceCommandOptions): Promise<void> => {
    if (options.list) return await writeStdout(exampleList('bpftrace'));
    if (target === undefined) throw new SpcError('usage', 'a target is missing', '', 'spc bpftrace --help');
    const { script, args } = scriptOf(words, options);
    const start = startBpftrace({ ...script, args, format: options.format ?? 'text' });
    await run(target, [{ tracer: 'bpftrace', start }], options);
  };

/** Just one of the ways to give a script. Throws `usage`. */
function scriptOf(
  words: string[],
  { program, example }: BpftraceCommandOptions,
): { script: Script; args: readonly string[] } {
  if (program !== undefined && example !== undefined)
    throw new SpcError('usage', '-e and --example exclude each other', 'a script is given in one way');
  if (program !== undefined) return { script: { name: '-e', text: program }, args: words };
  if (example !== undefined) return { script: findExample('bpftrace', example), args: words };
  const [file, ...args] = words;
  if (file === undefined)
    throw new SpcError('usage', 'a script is missing', 'give a file, -e TEXT or --example NAME', 'spc bpftrace --list');
  return { script: readScript('bpftrace', file), args };
}
