/** `spc tree`: processes as trees. */
import { setTimeout } from 'node:timers/promises';
import { Argument, Command, Option } from 'commander';
import { showTree } from '../app/tree.ts';
import { ASCII, BOX } from '../core/namespaces/tree/draw.ts';
import { render } from '../ui/render.ts';
import { type TableOptions, watchOption, watchSeconds } from './list-options.ts';
import { isUtf8 } from './locale.ts';
import { realSystem } from './system.ts';

interface TreeCommandOptions extends Pick<TableOptions, 'watch' | 'json' | 'ndjson' | 'wide'> {
  all?: boolean;
  kernel?: boolean;
  ascii?: boolean;
}

/** `spc tree [TARGET]`. */
export function treeCommand(): Command {
  return new Command('tree')
    .description('the processes of every container below what started them; namespaces that differ are marked')
    .addArgument(new Argument('[target]', 'a container, pid:N, ns:TYPE:INODE, netns:NAME, cgroup:PATH or host'))
    .addOption(new Option('-a, --all', 'the whole machine'))
    .addOption(new Option('--kernel', 'the whole machine and the threads of the kernel'))
    .addOption(new Option('--ascii', 'draw with ASCII: the default where the locale is not UTF-8'))
    .addOption(watchOption())
    .addOption(new Option('--json', 'JSON on standard output: an array of trees').conflicts('ndjson'))
    .addOption(new Option('--ndjson', 'JSON on standard output: one tree a line'))
    .addOption(new Option('--wide', 'do not cut lines at the width of the terminal'))
    .addHelpText('after', HELP)
    .action(action);
}

const HELP = `
A line: host pid, (pids in its own pid namespaces), marks, command.
  +TYPE   its namespace of that type is not its parent's
  exec    started from outside in the container, as docker exec and nsenter do
  exec?   its parent is outside, but it may be an orphan: the container has no pid namespace of its own

Examples:
  spc tree
  spc tree web --watch
  spc tree pid:4242
  spc tree --all | less -S
  spc tree --json`;

async function action(target: string | undefined, options: TreeCommandOptions): Promise<void> {
  const { all = false, kernel = false, ascii = !isUtf8(), json = false, ndjson = false, wide = false } = options;
  const watch = watchSeconds(options.watch);
  const trees = showTree(realSystem(), { target, all, kernel, watch, strokes: ascii ? ASCII : BOX }, setTimeout);
  process.exitCode = await render(trees, { json, ndjson, wide });
}
