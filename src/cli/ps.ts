/** `spc ps`: processes and their containers. */
import { Argument, Command, Option } from 'commander';
import { columnsInUse, containersTable } from '../app/containers.ts';
import { processesTable } from '../app/ps.ts';
import { CONTAINER_COLUMNS, CONTAINER_DEFAULTS } from '../core/containers/columns.ts';
import { SpcError } from '../core/errors.ts';
import { columnsHelp } from '../core/lists/columns.ts';
import { PROCESS_COLUMNS, PROCESS_DEFAULTS } from '../core/processes/columns.ts';
import { listOptions, showTable, type TableOptions, withTable } from './list-options.ts';
import { realSystem } from './system.ts';

interface PsOptions extends TableOptions {
  all?: boolean;
  containers?: boolean;
}

/** `spc ps [TARGET]`. */
export function psCommand(): Command {
  const command = new Command('ps')
    .description('processes of the host and of every container, whatever engine made it; no engine is asked')
    .addArgument(
      new Argument(
        '[target]',
        "only its processes: a container's name or the beginning of its id, pid:42, ns:net:4026…, netns:NAME, cgroup:PATH, host",
      ),
    )
    .addOption(new Option('-a, --all', 'threads of the kernel, too; with --containers those that do not run'))
    .addOption(new Option('--containers', 'list containers, not processes'));
  return withTable(command, PROCESS_COLUMNS, PROCESS_DEFAULTS)
    .addHelpText('after', () => `\n${columnsHelp(CONTAINER_COLUMNS, CONTAINER_DEFAULTS, '--containers')}`)
    .addHelpText('after', EXAMPLES)
    .action(action);
}

const EXAMPLES = `
Examples:
  spc ps
  spc ps web --watch
  spc ps cgroup:/system.slice
  spc ps -f container!= --sort=-memory
  spc ps -f engine=podman -f kind=spc
  spc ps -o pid,nsPids,container,command --json
  spc ps --containers --all
  spc ps --containers -f kind=spc -o name,engine,reasons`;

async function action(target: string | undefined, options: PsOptions): Promise<void> {
  const { all = false, containers = false, ...table } = options;
  if (!containers) return await showTable(processesTable(realSystem(), { target, all }), table);
  if (target !== undefined) throw targetOfContainers(target);
  const columns = columnsInUse(listOptions(table), Boolean(table.json || table.ndjson));
  await showTable(containersTable(realSystem(), { all, columns }), table);
}

function targetOfContainers(target: string): SpcError {
  return new SpcError(
    'usage',
    '--containers takes no target',
    '',
    `-f name=${target}; or spc inspect ${target}, which tells all of one`,
  );
}
