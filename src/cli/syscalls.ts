/** `spc syscalls`: how often and how long, call by call. */
import { arch } from 'node:os';
import { Argument, Command, Option } from 'commander';
import { checkRequest, type TimingRequest, timeSyscalls } from '../app/syscalls/syscalls.ts';
import { parseDuration } from '../core/duration.ts';
import { SpcError } from '../core/errors.ts';
import { columnsHelp } from '../core/lists/columns.ts';
import { TIMING_COLUMNS, TIMING_DEFAULTS } from '../core/syscalls/columns.ts';
import { checkView } from '../core/syscalls/present.ts';
import { parseCalls } from '../core/syscalls/select.ts';
import { TIMING_TRACERS, type TimingTracer } from '../core/syscalls/tracers.ts';
import { GROUPINGS, type Grouping } from '../core/syscalls/types.ts';
import { ENGINE_NAMES } from '../core/types.ts';
import { launch } from '../io/timing/launch.ts';
import { render } from '../ui/render.ts';
import { endBySignals } from './ending.ts';
import { type ClassicOptions, isClassic, runClassic, withClassic } from './syscalls/classic.ts';
import { diffCommand } from './syscalls/diff.ts';
import { timingIo } from './syscalls/machine.ts';
import { mergeCommand } from './syscalls/merge.ts';
import { type ViewOptions, viewOf, withView } from './syscalls/options.ts';
import { shower } from './syscalls/show.ts';
import { typed, wordsAround } from './syscalls/words.ts';
import { realSystem } from './system.ts';
import type { TracingOptions } from './tracing.ts';

export interface SyscallsOptions extends ViewOptions, ClassicOptions {
  by?: Grouping;
  tracer?: TimingTracer | 'auto';
  filter?: string[];
  interval?: number;
  overhead?: boolean;
  json?: boolean;
}

/** What is done with what a command line asks for; all of it has been checked by then. */
export interface TimingRun {
  /** `argv`: the command to start and measure; empty: the request's targets are measured. */
  time(request: TimingRequest, argv: string[], options: SyscallsOptions): Promise<void>;
  /** The classic interface. */
  classic(options: ClassicOptions): Promise<void>;
}

/** `spc syscalls TARGET… [options]`, `spc syscalls [options] -- COMMAND…`. */
export function syscallsCommand(run: TimingRun = ON_SCREEN): Command {
  const command = new Command('syscalls')
    .description('how often and for how long a target is in each system call')
    .usage('[options] (<target...> | -- <command...>)')
    .addArgument(new Argument('[words...]', 'containers, processes, namespaces, cgroups, host; after --: a command'))
    .addOption(
      new Option('-d, --duration <time>', 'end after so long: 10s, 500ms, 2m; bare: seconds').argParser(parseDuration),
    )
    .addOption(
      new Option('--by <group>', 'a row for each call of each group').choices(GROUPINGS.filter((by) => by !== 'all')),
    )
    .addOption(
      new Option('--tracer <tracer>', 'what measures; auto: the cheapest that is exact here')
        .choices(['auto', ...TIMING_TRACERS])
        .default('auto'),
    )
    .addOption(
      new Option('-f, --filter <call,…>', 'only these system calls').argParser((text: string) =>
        parseCalls(text, arch()),
      ),
    )
    .addOption(new Option('--interval <time>', 'show what was counted so far every so often').argParser(parseDuration))
    .option('--overhead', 'measure what the tracer costs a call on this machine, too')
    .addOption(new Option('--from <source>', 'where the tool is from').choices(['host', 'image']))
    .option('--image <name>', 'take the tool from this image')
    .addOption(new Option('--engine <name>', 'the engine that has the image').choices(ENGINE_NAMES))
    .option('-q, --quiet', 'the table only');
  return withView(withClassic(command))
    .enablePositionalOptions()
    .addCommand(mergeCommand())
    .addCommand(diffCommand())
    .addHelpText('after', () => `\n${columnsHelp(TIMING_COLUMNS, TIMING_DEFAULTS, '', '-o and --sort')}`)
    .addHelpText('after', HELP)
    .action((words: string[], options: SyscallsOptions, command: Command) => action(words, options, command, run));
}

const HELP = `
The report of a target goes to standard output, that of a command to standard error, beside its own output.

Examples:
  spc syscalls web -d 10s
  spc syscalls web db --by container -d 10s --top 10
  spc syscalls host --by process --interval 1s
  spc syscalls web --filter read,write --sort=-p99 --json
  spc syscalls -t -n nginx -u www-data
  spc syscalls diff before.json after.json --fail-on 20%
  spc syscalls --save after.json -- dd if=/dev/zero of=/dev/null bs=1 count=5000`;

async function action(words: string[], options: SyscallsOptions, command: Command, run: TimingRun): Promise<void> {
  if (isClassic(options)) {
    if (words.length > 0)
      throw new SpcError('usage', '-t, -n, -p, -u and -c take no target', `${words.join(' ')} is one`);
    return await run.classic(options);
  }
  const [targets, argv] = split(words, command);
  checkView(viewOf(options));
  const request = requestOf(targets, options);
  checkRequest({ ...request, command: argv.length > 0 ? NOT_YET : null });
  await run.time(request, argv, options);
}

/** Shown on standard output or error, until a signal ends it; sets the exit status. */
async function timeAndShow(request: TimingRequest, argv: string[], options: SyscallsOptions): Promise<void> {
  const ending = new AbortController();
  const hurry = new AbortController();
  const io = timingIo(ending, hurry, options);
  const show = shower(options, argv.length > 0);
  if (argv.length === 0) {
    endBySignals(ending, hurry);
    process.exitCode = await render(timeSyscalls(realSystem(), io, request, show.report), show.options);
    return;
  }
  const launched = await launch(argv);
  const whole = { ...request, targets: [`pid:${launched.pid}`], command: { argv, ...launched } };
  try {
    process.exitCode = await render(timeSyscalls(realSystem(), io, whole, show.report), show.options);
  } catch (error) {
    launched.kill();
    throw error;
  }
}

const ON_SCREEN: TimingRun = { time: timeAndShow, classic: runClassic };

/** Sessions of their own: those of the measurement have ended. */
const overhead = (options: TracingOptions) => async (tracer: TimingTracer) => {
  const [{ measureOverhead }, { startLoop }] = await Promise.all([
    import('../app/syscalls/overhead.ts'),
    import('../io/timing/loop.ts'),
  ]);
  const ending = new AbortController();
  return await measureOverhead(realSystem(), timingIo(ending, new AbortController(), options), tracer, startLoop);
};

const NOT_YET = { argv: [], go: () => {}, ended: Promise.resolve(0) };

/** Throws `usage` for targets and a command. */
function split(words: string[], command: Command): [targets: string[], command: string[]] {
  const [targets, argv] = wordsAround(words, command);
  if (argv.length === 0 && typed(command).includes('--')) throw new SpcError('usage', 'there is no command after --');
  if (targets.length > 0 && argv.length > 0)
    throw new SpcError(
      'usage',
      'either targets or a command',
      `${targets.join(' ')} and ${argv.join(' ')}`,
      'a command runs on the host, with its files',
    );
  return [targets, argv];
}

function requestOf(targets: string[], options: SyscallsOptions): TimingRequest {
  const { tracer = 'auto', filter = [], duration, interval = 0 } = options;
  return {
    targets,
    by: options.by ?? (targets.length > 1 ? 'container' : 'all'),
    tracers: tracer === 'auto' ? TIMING_TRACERS.filter((name) => name !== 'perf') : [tracer],
    syscalls: filter,
    duration,
    interval,
    command: null,
    overhead: options.overhead ? overhead(options) : undefined,
  };
}
