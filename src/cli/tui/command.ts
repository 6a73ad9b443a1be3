/** A command line of the terminal UI, read by the very commands that the shell's is. */
import { Command, CommanderError } from 'commander';
import { SpcError } from '../../core/errors.ts';
import { prepared } from '../index.ts';
import type { ReplayRun } from '../replay.ts';
import type { TraceRun } from '../tracing.ts';

/** What is done in place of showing a session on stdout. */
export interface Runs {
  trace: TraceRun;
  replay: ReplayRun;
}

/** Commands that are sessions. */
const COMMANDS: Record<string, (runs: Runs) => Promise<Command>> = {
  strace: async ({ trace }) => (await import('../strace.ts')).straceCommand(trace),
  tcpdump: async ({ trace }) => (await import('../tcpdump.ts')).tcpdumpCommand(trace),
  stap: async ({ trace }) => (await import('../stap.ts')).stapCommand(trace),
  bpftrace: async ({ trace }) => (await import('../bpftrace.ts')).bpftraceCommand(trace),
  perf: async ({ trace }) => (await import('../perf.ts')).perfCommand(trace),
  record: async ({ trace }) => (await import('../record.ts')).recordCommand(trace),
  replay: async ({ replay }) => (await import('../replay.ts')).replayCommand(replay),
};

/** Does what a command line asks for, by `runs`. Throws `usage` for what is no session, and what the command throws. */
export async function runCommand(argv: readonly string[], runs: Runs): Promise<void> {
  const [name = ''] = argv;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new SpcError('usage', `spc ${name} is no session`, '', Object.keys(COMMANDS).join(', '));
  const command = await load(runs);
  command.hook('preAction', () => requireSession(name, command.opts()));
  await runQuietly(argv, command);
}

/** Runs a command that is spc's own, but writes nothing: stdout is the UI's. Throws `usage`, and what the command throws. */
export async function runQuietly(argv: readonly string[], command: Command): Promise<void> {
  const name = command.name();
  const program = new Command('spc').exitOverride().enablePositionalOptions();
  quiet(program.addCommand(prepared(command, ['spc', name])));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (cause) {
    if (cause instanceof CommanderError) throw usageError(name, cause);
    throw cause;
  }
}

/** With all commands below it. */
function quiet(command: Command): void {
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  for (const child of command.commands) quiet(child);
}

function requireSession(name: string, { list, write }: Record<string, unknown>): void {
  if (list) throw new SpcError('usage', 'a list of scripts is no session', '', `spc ${name} --list, in a shell`);
  if (write === '-') throw new SpcError('usage', 'there is no stdout here', '', 'name a file: -w web.pcap');
}

const usageError = (name: string, cause: CommanderError) =>
  new SpcError('usage', cause.message.replace(/^error: /, ''), '', `spc ${name} --help`, { cause });
