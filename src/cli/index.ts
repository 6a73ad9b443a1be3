/** The table of commands. Each is loaded when it is asked for: the start of spc is the user's waiting time. */
import '../io/open-files.ts'; // first: nothing that spc starts is to see its variable
import { Command } from 'commander';
import { EXIT } from '../core/errors.ts';
import { packageVersion } from './package-version.ts';

/** In the order --help lists them. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  run: async () => (await import('./run.ts')).runCommand(),
  install: async () => (await import('./install.ts')).installCommand(),
  uninstall: async () => (await import('./uninstall.ts')).uninstallCommand(),
  stop: async () => (await import('./stop.ts')).stopCommand(),
  info: async () => (await import('./about.ts')).infoCommand(),
  version: async () => (await import('./about.ts')).versionCommand(),
  ps: async () => (await import('./ps.ts')).psCommand(),
  ns: async () => (await import('./ns.ts')).nsCommand(),
  tree: async () => (await import('./tree.ts')).treeCommand(),
  inspect: async () => (await import('./inspect.ts')).inspectCommand(),
  label: async () => (await import('./label.ts')).labelCommand(),
  privileges: async () => (await import('./privileges.ts')).privilegesCommand(),
  images: async () => (await import('./images.ts')).imagesCommand(),
  image: async () => (await import('./image.ts')).imageCommand(),
  tools: async () => (await import('./tools.ts')).toolsCommand(),
  recipe: async () => (await import('./recipe.ts')).recipeCommand(),
  enter: async () => (await import('./enter.ts')).enterCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  tcpdump: async () => (await import('./tcpdump.ts')).tcpdumpCommand(),
  strace: async () => (await import('./strace.ts')).straceCommand(),
  stap: async () => (await import('./stap.ts')).stapCommand(),
  record: async () => (await import('./record.ts')).recordCommand(),
  replay: async () => (await import('./replay.ts')).replayCommand(),
  session: async () => (await import('./session.ts')).sessionCommand(),
  bpftrace: async () => (await import('./bpftrace.ts')).bpftraceCommand(),
  perf: async () => (await import('./perf.ts')).perfCommand(),
  syscalls: async () => (await import('./syscalls.ts')).syscallsCommand(),
  bench: async () => (await import('./bench.ts')).benchCommand(),
  tui: async () => (await import('./tui.ts')).tuiCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(),
  help: async () => (await import('./help.ts')).helpCommand(),
};

/** A command by name; undefined when spc has none of that name. */
async function findCommand(name: string): Promise<Command | undefined> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return load && prepared(await load(), ['spc', name]);
}

/** The program with just the command that `argv` asks for, or with all when it asks for none that is known. */
export async function programFor(argv: string[]): Promise<Command> {
  const name = argv.find((word) => !word.startsWith('-'));
  const command = name === undefined ? undefined : await findCommand(name);
  return command ? bareProgram().addCommand(command) : await wholeProgram();
}

/** The program with every command: for --help, completion and mistyped names. */
export async function wholeProgram(): Promise<Command> {
  const program = bareProgram();
  for (const [name, load] of Object.entries(COMMANDS)) program.addCommand(prepared(await load(), ['spc', name]));
  return program;
}

function bareProgram(): Command {
  return prepared(new Command('spc'), ['spc'])
    .description('super-privileged containers: launch them by their labels, safely, on docker, podman or no engine')
    .usage('[options] <command>')
    .version(packageVersion(), '--version')
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText('after', () => `\n${exitCodes()}`);
}

/** What every command has: --debug, a short way to its help, and no exit of its own. `words`: how it is called. */
export function prepared(command: Command, words: string[]): Command {
  command
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError(`(try '${words.join(' ')} --help')`)
    .exitOverride();
  for (const child of command.commands) prepared(child, [...words, child.name()]);
  return command;
}

function exitCodes(): string {
  const entries = Object.entries(EXIT).sort(([, a], [, b]) => a.status - b.status);
  const lines = entries.map(([code, { status, means }]) => `  ${String(status).padEnd(4)} ${code}: ${means}`);
  return ['Exit status: that of the tool that ran; 128 + n when signal n ended it; else', ...lines].join('\n');
}
