/** `spc tui`, and spc alone: the terminal UI. */
import { constants } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { SpcError } from '../core/errors.ts';
import { packageRoot } from '../io/package-root.ts';
import { terminal } from '../io/terminal.ts';
import { realHost } from './tui/host.ts';

/** `spc tui`. */
export function tuiCommand(): Command {
  return new Command('tui')
    .description('browse containers, processes and namespaces, and watch tracers at work; the same as spc alone')
    .addHelpText('after', HELP)
    .action(action);
}

const HELP = `
? shows the keys. It needs a terminal of 40x8 at least, and looks well from 80x24 on.

Environment:
  NO_COLOR=1              no colours
  SPC_THEME=light|dark    colours for a light or dark background; else by COLORFGBG, else dark
  SPC_MOUSE=0             the mouse is the terminal's: to select text

The exit status is 0; 128 + n when signal n ended it.`;

async function action(): Promise<void> {
  check(terminal());
  const ending = new AbortController();
  const signals = endBySignals(ending);
  const host = realHost(ending.signal);
  const { startTui } = await loadUi();
  const { columns = 80, rows = 24 } = process.stdout;
  for (const directory of await startTui(host, { columns, rows })) process.stderr.write(`recorded in ${directory}\n`);
  process.exitCode = signals.status();
}

/** Throws `usage`, with a command that shows the same. */
function check({ stdin, stdout }: { stdin: boolean; stdout: boolean }): void {
  const plain = 'spc ps --containers lists the same; spc --help tells of all commands';
  const missing = [!stdin && 'standard input', !stdout && 'standard output'].filter(Boolean);
  if (missing.length > 0)
    throw new SpcError('usage', 'the terminal UI needs a terminal', `${missing.join(' and ')} is none`, plain);
  const { TERM = '' } = process.env;
  if (TERM === '' || TERM === 'dumb')
    throw new SpcError('usage', 'the terminal UI needs a terminal that can be drawn on', `TERM is '${TERM}'`, plain);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal, or an error nobody caught, ends the UI in order; the second at once. */
function endBySignals(ending: AbortController): { status(): number } {
  let status = 0;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(128 + constants.signals[signal]);
      status = 128 + constants.signals[signal];
      ending.abort();
    });
  const fell = (error: unknown) => {
    if (ending.signal.aborted) process.exit(70);
    ending.abort(error instanceof Error ? error : new Error(String(error)));
  };
  process.on('uncaughtException', fell);
  process.on('unhandledRejection', fell);
  // a terminal that was closed: SIGHUP comes, too
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  return { status: () => status };
}

/** A bundle of its own: Ink cannot be part of a CommonJS one, and only this command waits for it. */
async function loadUi(): Promise<typeof import('../ui/tui/index.tsx')> {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  // Ink's colours go by these before all else, CI among it; what the UI starts is to see them as they were
  setVariables({ FORCE_COLOR: '1', NO_COLOR: undefined });
  try {
    return (await import(join(packageRoot, 'dist/tui.mjs'))) as typeof import('../ui/tui/index.tsx');
  } finally {
    setVariables({ FORCE_COLOR, NO_COLOR });
  }
}

function setVariables(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
