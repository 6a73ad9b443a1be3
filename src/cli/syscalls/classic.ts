/** The classic interface of `spc syscalls`. */
import { arch } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { timeClassically } from '../../app/syscalls/classic.ts';
import { SpcError } from '../../core/errors.ts';
import { splitPython } from '../../core/label/split.ts';
import { type ClassicSection, classicSections } from '../../core/syscalls/classic.ts';
import { userId } from '../../io/proc/users.ts';
import { timerOf } from '../../io/timing/bpftrace.ts';
import { type Launched, launch } from '../../io/timing/launch.ts';
import type { Timer } from '../../io/timing/types.ts';
import { hasCompat } from '../../tracers/timing/numbers.ts';
import { render } from '../../ui/render.ts';
import { endBySignals } from '../ending.ts';
import { realSystem } from '../system.ts';
import type { TracingOptions } from '../tracing.ts';
import { timingIo } from './machine.ts';

export interface ClassicOptions extends TracingOptions {
  totals?: boolean;
  name?: string[];
  pid?: number[];
  user?: string[];
  command?: string;
  verbose?: boolean;
}

/** A bit of a number each. */
const MAX_FILTERS = 30;

/** Adds -t, -n, -p, -u, -c and -v. */
export function withClassic(command: Command): Command {
  return command
    .addOption(new Option('-t, --totals', 'classic: the times of all that is counted, too'))
    .addOption(
      new Option('-n, --name <name>', 'classic: processes of this name; may be given again').argParser(collect),
    )
    .addOption(new Option('-p, --pid <pid>', 'classic: this process; may be given again').argParser(pids))
    .addOption(new Option('-u, --user <user>', "classic: this user's processes; may be given again").argParser(collect))
    .option('-c, --command <command>', 'classic: start this command, and end with it; it is no filter')
    .option('-v, --verbose', 'classic: tell what is done');
}

export const isClassic = ({ totals, name, pid, user, command }: ClassicOptions): boolean =>
  Boolean(totals || name || pid || user || command !== undefined);

const collect = (text: string, before: string[] = []) => [...before, text];

function pids(text: string, before: number[] = []): number[] {
  if (/^[1-9]\d{0,9}$/.test(text)) return [...before, Number(text)];
  throw new InvalidArgumentError('It must be the number of a process.');
}

/** Throws `usage` for a user or name there cannot be, and as `launch`. */
export async function runClassic(options: ClassicOptions): Promise<void> {
  const { name: names = [], pid = [], user = [], totals = false, verbose = false, duration } = options;
  if (names.length + pid.length + user.length >= MAX_FILTERS)
    throw new SpcError('usage', 'too many filters', `at most ${MAX_FILTERS - 1} of -n, -p and -u`);
  const sections = classicSections({ names, pids: pid, uids: user.map(userId) });
  const argv = options.command === undefined ? undefined : wordsOf(options.command);
  const launched = argv && (await launch(argv));
  const ending = new AbortController();
  const hurry = new AbortController();
  if (!launched) endBySignals(ending, hurry);
  const messages = timeClassically(realSystem(), timingIo(ending, hurry, options), {
    sections,
    timer: timerFor(sections),
    totals,
    duration,
    command: launched && argv ? { argv, ...launched } : null,
    verbose,
  });
  process.exitCode = await render(messages, { quiet: !verbose }).catch((error: unknown) => failed(error, launched));
}

function failed(error: unknown, launched: Launched | undefined): never {
  launched?.kill();
  throw error;
}

/** One predicate for all that is meant; each section's own tells them apart. */
function timerFor(sections: readonly ClassicSection[]): Timer {
  const isFiltered = sections.length > 0;
  const predicate = isFiltered ? `(${sections.map((each) => `(${each.predicate})`).join(' || ')})` : '(1)';
  return timerOf(() => ({
    program: {
      target: { begin: '', end: '', probes: '', predicate },
      by: isFiltered ? 'mask' : 'all',
      masks: sections.map((each) => each.predicate),
      mayLeave: isFiltered,
      syscalls: [],
      interval: 0,
      compat: hasCompat(arch()),
    },
  }));
}

/** Words as Python's shlex.split gives them: nothing is expanded. Throws `usage`. */
function wordsOf(text: string): string[] {
  try {
    const words = splitPython(text);
    if (words.length > 0) return words;
  } catch (error) {
    throw new SpcError('usage', "-c's command cannot be read", (error as Error).message);
  }
  throw new SpcError('usage', '-c has no command');
}
