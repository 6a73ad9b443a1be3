/** `spc record`: several tracers and the container's log in one session. */
import { Argument, Command, Option } from 'commander';
import type { Planned } from '../app/session/session.ts';
import { parseDuration } from '../core/duration.ts';
import { SpcError } from '../core/errors.ts';
import { literalText, tokenise } from '../core/label/shlex.ts';
import { startBpftrace } from '../io/tracing/bpftrace.ts';
import { startLogs } from '../io/tracing/logs.ts';
import { findExample, readScript } from '../io/tracing/scripts.ts';
import { startStap } from '../io/tracing/stap/start.ts';
import { startStrace } from '../io/tracing/strace.ts';
import { startTcpdump } from '../io/tracing/tcpdump.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withSession } from './tracing.ts';

interface RecordOptions extends TracingOptions {
  /** true: without options of its own. */
  strace?: string | true;
  tcpdump?: string | true;
  stap?: string[];
  bpftrace?: string[];
  logs?: boolean;
  /** Nanoseconds. */
  since?: number;
  output?: string;
}

/** `spc record TARGET --strace --tcpdump …`. */
export function recordCommand(run: TraceRun = traceAndShow): Command {
  const command = new Command('record')
    .description('record what several tracers and the log tell of a target, on one clock, for spc replay')
    .addArgument(new Argument('[target]', 'a container, process, namespace or cgroup; before the options'))
    .addOption(new Option('--strace [options]', "system calls, with strace's own options in one word"))
    .addOption(new Option('--tcpdump [filter]', 'packets, those a filter in one word lets through'))
    .addOption(new Option('--stap <script>', SCRIPT).argParser(collect))
    .addOption(new Option('--bpftrace <script>', SCRIPT).argParser(collect))
    .addOption(new Option('--logs', "the container's log from now on"))
    .addOption(
      new Option('--since <time>', 'what was logged before, too: 10m; a bare number is seconds').argParser(
        parseDuration,
      ),
    )
    .addOption(new Option('-o, --output <directory>', 'the session directory; must not exist, or be empty'));
  return withSession(command).addHelpText('after', EXAMPLES).action(action(run));
}

/** In one word, as a tracer's options are. */
const SCRIPT =
  "a script's file (a/b.stp), or the name of an example, with its arguments in one word; may be given again";

const collect = (text: string, before: string[] = []) => [...before, text];

const EXAMPLES = `
Examples:
  spc record web --strace --tcpdump --logs -d 30s
  spc record web --tcpdump='tcp port 80' --logs
  spc record web --bpftrace='slow-syscalls 50' --logs
  spc record web --strace='-e trace=%network' -o /tmp/web-session
  spc record web --logs --since 10m --json`;

const action =
  (run: TraceRun) =>
  async (target: string | undefined, options: RecordOptions): Promise<void> => {
    if (target === undefined) throw noTarget(options);
    const tracers = planned(options);
    if (tracers.length === 0)
      throw new SpcError(
        'usage',
        'nothing to record',
        '',
        'name a tracer: --strace, --tcpdump, --stap, --bpftrace or --logs',
      );
    await run(target, tracers, { ...options, record: options.output ?? true });
  };

function planned({ strace, tcpdump, stap = [], bpftrace = [], logs, since }: RecordOptions): Planned[] {
  return [
    ...(strace ? [{ tracer: 'strace' as const, start: startStrace({ args: words(strace) }) }] : []),
    ...(tcpdump ? [{ tracer: 'tcpdump' as const, start: startTcpdump({ filter: words(tcpdump) }) }] : []),
    ...stap.map(plannedStap),
    ...bpftrace.map(plannedBpftrace),
    ...(logs || since !== undefined ? [{ tracer: 'log' as const, start: startLogs({ since }) }] : []),
  ];
}

function plannedStap(text: string): Planned {
  const [script = '', ...args] = words(text);
  const source = isFile(script) ? { kind: 'file' as const, path: script } : { kind: 'example' as const, name: script };
  return { tracer: 'stap', start: startStap({ source, args }) };
}

function plannedBpftrace(text: string): Planned {
  const [name = '', ...args] = words(text);
  const script = isFile(name) ? readScript('bpftrace', name) : findExample('bpftrace', name);
  return { tracer: 'bpftrace', start: startBpftrace({ ...script, args, format: 'text' }) };
}

/** Examples have plain names. */
const isFile = (script: string) => /[./]/.test(script);

/** A tracer's options as a shell would split them; nothing is expanded. Throws `usage`. */
function words(options: string | true): string[] {
  try {
    return options === true ? [] : tokenise(options).map(literalText);
  } catch (error) {
    throw new SpcError('usage', `cannot read the options '${options}'`, (error as Error).message);
  }
}

/** An option whose value may be left out takes the word behind it: `--strace web`. */
function noTarget({ strace, tcpdump }: RecordOptions): SpcError {
  const taken = [strace, tcpdump].find((value) => typeof value === 'string' && !value.startsWith('-'));
  const hint = `${taken === undefined ? '' : 'the target comes first: '}spc record ${taken ?? 'TARGET'} --strace`;
  return new SpcError('usage', 'no target was named', '', hint);
}
