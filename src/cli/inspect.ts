/** `spc inspect`: one page of all that is known of a target. */
import { Argument, Command, Option } from 'commander';
import { inspect } from '../app/inspect.ts';
import { render } from '../ui/render.ts';
import { jsonOption } from './options.ts';
import { realSystem } from './system.ts';

interface InspectOptions {
  all?: boolean;
  json?: boolean;
  wide?: boolean;
}

/** `spc inspect TARGET`. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('all that is known of a container, process or namespace on one page; no engine is asked')
    .addArgument(new Argument('<target>', TARGETS))
    .addOption(new Option('-a, --all', 'all mounts, processes, ports and limits'))
    .addOption(jsonOption())
    .addOption(new Option('--wide', 'do not cut lines at the width of the terminal'))
    .addHelpText('after', EXAMPLES)
    .action(action);
}

const TARGETS = 'a container by name or beginning of id, pid:N, ns:TYPE:INODE, netns:NAME, cgroup:PATH, or host';

const EXAMPLES = `
Examples:
  spc inspect web
  spc inspect pid:4242 --all
  spc inspect netns:blue
  spc inspect --json web`;

async function action(target: string, { all = false, json = false, wide = false }: InspectOptions): Promise<void> {
  process.exitCode = await render(inspect(realSystem(), { target, all }), { json, wide });
}
