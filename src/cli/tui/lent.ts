/** Other commands of spc's, started by the UI: on the terminal that it lends them, or without one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { shellQuote } from '../../core/label/quote.ts';
import { sanitize } from '../../core/sanitize.ts';
import { startedWith } from '../../io/open-files.ts';
import { packageRoot } from '../../io/package-root.ts';
import { capture, exitStatus } from '../../io/process.ts';

const BOOT = join(packageRoot, 'dist/boot.cjs');

/** spc itself; bin/spc would take the limit of open files that Node has raised for the caller's. */
const invocation = (argv: readonly string[]) => ({
  file: process.execPath,
  args: [BOOT, ...argv],
  env: { SPC_NOFILE: startedWith() },
});

/** Runs spc on this terminal, to its end; its exit status, 128 + n when a signal ended it. `ending` ends it. */
async function onTerminal(argv: readonly string[], ending: AbortSignal): Promise<number> {
  const { file, args, env } = invocation(argv);
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const end = () => void child.kill('SIGTERM');
  ending.addEventListener('abort', end);
  if (ending.aborted) end();
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on('error', () => resolve(71));
  child.on('close', (status, signal) => resolve(exitStatus(status, signal)));
  return await promise.finally(() => ending.removeEventListener('abort', end));
}

export interface Lent {
  ending: AbortSignal;
  write(text: string): void;
  /** Resolves when Enter is pressed. */
  enter(signal: AbortSignal): Promise<void>;
}

/** Shows what is run, runs it, and waits until its output has been read. A shell that was left needs no reading. */
export async function lendTo(argv: readonly string[], { ending, write, enter }: Lent): Promise<number> {
  write(`$ ${sanitize(shellQuote(['spc', ...argv]))}\n`);
  const status = await onTerminal(argv, ending);
  if (status === 0 && argv[0] === 'enter') return status;
  write(`\n[status ${status}; Enter goes back]`);
  await enter(ending);
  return status;
}

const QUIET_MS = 10 * 60 * 1000;

/** Runs spc without a terminal; the last line that it said. */
export async function runQuietly(argv: readonly string[]): Promise<{ status: number; text: string }> {
  const { stdout, stderr, status } = await capture(invocation(argv), { timeoutMs: QUIET_MS });
  return { status, text: (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? '' };
}
