/** `spc session ls`, `show`, `rm` and `export`: what was recorded. */
import { Argument, Command, Option } from 'commander';
import {
  exportSessionTo,
  olderThan,
  removeAll,
  removeSessions,
  type Sessions,
  sessionList,
  showSession,
} from '../app/session/sessions.ts';
import { parseDuration } from '../core/duration.ts';
import { SpcError } from '../core/errors.ts';
import { SESSION_COLUMNS, SESSION_DEFAULTS } from '../core/session/columns.ts';
import type { UseCase } from '../core/types.ts';
import { exportSession } from '../io/recorder/export.ts';
import { findSession, listSessions, removeSession, sessionPath } from '../io/recorder/sessions.ts';
import { type RenderOptions, render } from '../ui/render.ts';
import { showTable, type TableOptions, withTable } from './list-options.ts';
import { jsonOption } from './options.ts';

/** Those on disk. */
export const SESSIONS: Sessions = {
  list: () => listSessions(),
  find: findSession,
  remove: removeSession,
  export: (name, file) => exportSession(sessionPath(name), file, process.stdout),
};

const NAME = "a session's directory, its name as spc session ls shows it, or last";

/** `spc session`, with its commands. */
export function sessionCommand(): Command {
  return new Command('session')
    .description('sessions that were recorded with spc record or --record')
    .enablePositionalOptions()
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(removeCommand())
    .addCommand(exportCommand())
    .addHelpText('after', EXAMPLES);
}

const EXAMPLES = `
Examples:
  spc session ls
  spc session show last
  spc session export last -o web.tar
  spc session rm 20261122T083322Z-web-3f9a1c
  spc session rm --older 7d

Sessions are kept in /var/lib/spc/sessions (SPC_STORE moves /var/lib/spc), a user's in $XDG_STATE_HOME/spc/sessions.`;

function listCommand(): Command {
  return withTable(new Command('ls').description('list them'), SESSION_COLUMNS, SESSION_DEFAULTS)
    .addHelpText('after', '\nExamples:\n  spc session ls\n  spc session ls -o name,losses,directory --json')
    .action((options: TableOptions) => showTable(sessionList(SESSIONS), options));
}

function showCommand(): Command {
  return new Command('show')
    .description('what one has: target, tools, streams, counts, losses')
    .addArgument(new Argument('<session>', NAME))
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  spc session show last\n  spc session show --json /tmp/web-session')
    .action(async (name: string, options: RenderOptions) => {
      process.exitCode = await render(showSession(SESSIONS, name), options);
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .description('remove sessions; not one that is being recorded')
    .addArgument(new Argument('[session...]', NAME))
    .addOption(
      new Option('--older <time>', 'all that ended so long ago and are kept where spc keeps them: 7d, 12h').argParser(
        parseDuration,
      ),
    )
    .addOption(new Option('--all', 'all that are kept there, damaged ones, too').conflicts('older'))
    .addHelpText('after', '\nExamples:\n  spc session rm last\n  spc session rm --older 7d')
    .action(async (names: string[], options: RemoveOptions) => {
      process.exitCode = await render(removal(names, options));
    });
}

interface RemoveOptions {
  /** Nanoseconds. */
  older?: number;
  all?: boolean;
}

function removal(names: string[], { older, all = false }: RemoveOptions): UseCase {
  const some = all || older !== undefined;
  if (some === names.length > 0)
    throw new SpcError(
      'usage',
      some ? 'name sessions, or --all or --older' : 'no session was named',
      '',
      'spc session rm last',
    );
  if (!some) return removeSessions(SESSIONS, names);
  return removeAll(SESSIONS, older === undefined ? () => true : olderThan(older, Date.now()));
}

function exportCommand(): Command {
  return new Command('export')
    .description('write one as a tar archive, to standard output or a new file that only its owner reads')
    .addArgument(new Argument('<session>', NAME))
    .addOption(new Option('-o, --output <file>', 'the file; it must not exist'))
    .addHelpText(
      'after',
      '\nExamples:\n  spc session export last -o web.tar\n  spc session export last | zstd > web.tar.zst',
    )
    .action(async (name: string, { output }: { output?: string }) => {
      if (output === undefined && process.stdout.isTTY)
        throw new SpcError('usage', 'an archive is nothing for a terminal', '', 'name a file with -o, or pipe it on');
      process.exitCode = await render(exportSessionTo(SESSIONS, name, output));
    });
}
