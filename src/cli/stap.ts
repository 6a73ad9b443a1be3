/** `spc stap`: SystemTap scripts on a target. */
import { Argument, Command } from 'commander';
import { SpcError } from '../core/errors.ts';
import { writeStdout } from '../io/stdout.ts';
import { exampleList } from '../io/tracing/scripts.ts';
import type { ScriptSource } from '../io/tracing/stap/start.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

interface StapCommandOptions extends TracingOptions {
  script?: string;
  example?: string;
  list?: boolean;
}

/** `spc stap TARGET (SCRIPT.stp | -e TEXT | --example NAME) [arguments…]`. */
export function stapCommand(run: TraceRun = traceAndShow): Command {
  return withTracing(new Command('stap'))
    .description('a SystemTap script on a target')
    .addArgument(new Argument('[target]', 'a container, process, namespace or cgroup; host: everything'))
    .addArgument(new Argument('[words...]', "the script's file, unless -e or --example tells it, and its arguments"))
    .option('-e, --script <text>', 'the script itself')
    .option('--example <name>', 'a script of the library')
    .option('--list', 'the library: what there is, and what it shows')
    .addHelpText('after', HELP)
    .action(stap(run));
}

const HELP = `
In a script spc_target() is true for the target's tasks alone. An argument target:/usr/sbin/nginx is a file of the target.

Examples:
  spc stap web --example syscalls-by-process -d 10s
  spc stap web --example function-calls target:/usr/sbin/nginx ngx_http_process_request
  spc stap web -e 'probe kernel.trace("sys_enter") { if (spc_target()) printf("%ld\\n", $id) }'
  spc stap --list`;

const stap =
  (run: TraceRun) =>
  async (target: string | undefined, words: string[], options: StapCommandOptions): Promise<void> => {
    if (options.list) return await writeStdout(exampleList('stap'));
    if (target === undefined) throw new SpcError('usage', 'no target was given', '', 'spc stap TARGET SCRIPT.stp');
    const { startStap } = await import('../io/tracing/stap/start.ts');
    const { source, args } = scriptOf(words, options);
    await run(target, [{ tracer: 'stap', start: startStap({ source, args }) }], options);
  };

function scriptOf(words: string[], { script, example }: StapCommandOptions): { source: ScriptSource; args: string[] } {
  if (script !== undefined && example !== undefined)
    throw new SpcError('usage', '-e and --example exclude each other', 'either is the whole script');
  if (script !== undefined) return { source: { kind: 'text', text: script }, args: words };
  if (example !== undefined) return { source: { kind: 'example', name: example }, args: words };
  const [path, ...args] = words;
  if (path === undefined)
    throw new SpcError(
      'usage',
      'no script was given',
      '',
      'name a file, or give -e or --example; spc stap --list shows the library',
    );
  return { source: { kind: 'file', path }, args };
}
