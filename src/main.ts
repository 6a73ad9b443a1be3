/** The composition root: argv to a command, its errors shown once, and the only place the process ends. */
import type { Command } from 'commander';
import { EXIT, SpcError } from './core/errors.ts';

const argv = process.argv.slice(2);
// A reader that has seen enough (`spc info x | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : EXIT.system.status),
);
// A terminal that was closed, or a reader of notes that has gone: what is being done is brought to its end all the same.
process.stderr.on('error', () => undefined);
void main().then(async (status) => {
  // A pipe takes what it can hold; the rest must be gone before the process is
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(status);
});

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

async function main(): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') {
    const { packageVersion } = await import('./cli/package-version.ts');
    process.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  let program: Command | undefined;
  try {
    const { programFor } = await import('./cli/index.ts');
    // spc alone is the terminal UI
    const words = argv.length === 0 ? ['tui'] : argv;
    program = await programFor(words);
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return await fail(error, (option) => program !== undefined && isGiven(program, option));
  }
}

async function fail(error: unknown, given: (option: string) => boolean): Promise<number> {
  const { CommanderError } = await import('commander');
  // commander has printed its message already; help and version that were asked for end with 0
  if (error instanceof CommanderError && (error.exitCode === 0 || !given('json')))
    return error.exitCode === 0 ? 0 : EXIT.usage.status;
  const { renderError } = await import('./ui/render.ts');
  renderError(asSpcError(error), { json: given('json') });
  if (given('debug')) {
    const { sanitize } = await import('./core/sanitize.ts');
    process.stderr.write(`${sanitize((error as Error).stack ?? '', { multiline: true })}\n`);
  }
  return asSpcError(error).exitStatus;
}

/** Anything that is not ours is a defect, and says so. */
function asSpcError(error: unknown): SpcError {
  if (error instanceof SpcError) return error;
  if (error instanceof Error && 'exitCode' in error)
    return new SpcError('usage', error.message.replace(/^error: /, ''));
  const why = error instanceof Error ? error.message : String(error);
  return new SpcError('internal', 'something spc did not foresee', why, 'the same with --debug, and report it', {
    cause: error,
  });
}

/** Given to spc and not to the tool: commander has told them apart. */
function isGiven(command: Command, option: string): boolean {
  return Boolean(command.opts()[option]) || command.commands.some((child) => isGiven(child, option));
}
