/** `spc enter`: a command in the namespaces of a target. */
import { Argument, Command, Option } from 'commander';
import { type EnterRequest, enter } from '../app/enter.ts';
import { parseNamespaceList, ROOTS, type Root } from '../core/join/plan.ts';
import { TARGET_HELP } from '../core/targets/parse.ts';
import { enter as enterTarget } from '../io/join/enter.ts';
import { canTrace, environmentOf } from '../io/join/joiner.ts';
import { namespacesOf } from '../io/join/pin.ts';
import { render } from '../ui/render.ts';
import { realSystem } from './system.ts';

interface EnterOptions {
  ns?: string;
  root?: Root;
  env?: boolean;
  user?: string;
  freshProc?: boolean;
  quiet?: boolean;
}

/** `spc enter TARGET [-- CMD…]`. */
export function enterCommand(): Command {
  return withOptions(new Command('enter'))
    .description("run a command in a target's namespaces, with the host's tools and files unless told otherwise")
    .usage('[options] <target> [options] [--] [command...]')
    .addArgument(new Argument('<target>', 'a container, process, namespace or cgroup; see below'))
    .addArgument(new Argument('[command...]', "the command; else a shell: $SHELL, with the target's files /bin/sh"))
    .addHelpText('after', HELP)
    .action(action);
}

/** The first word that is neither an option nor the target begins the command: all from there on is the command's. */
function withOptions(command: Command): Command {
  return command
    .passThroughOptions()
    .option('--ns <type,…>', 'namespaces to join, or all; else net,pid,ipc,uts')
    .addOption(
      new Option('--root <whose>', 'whose files and programs; target is the same as joining mnt').choices(ROOTS),
    )
    .option('--env', "the target's environment")
    .option('-u, --user <user>', 'name or uid[:gid], by the passwd of the files that are used')
    .option('--fresh-proc', 'a /proc that shows the pid namespace that is joined')
    .option('-q, --quiet', 'no notes');
}

const targets = TARGET_HELP.map(([example, about]) => `  ${example.padEnd(31)} ${about}`).join('\n');

const HELP = `
Targets:
${targets}

Examples:
  spc enter web                          a shell of the host in web's namespaces
  spc enter web -- ss -tlnp              the host's ss, web's sockets
  spc enter --fresh-proc web -- ps -ef   the host's ps, web's processes
  spc enter --ns mnt,net,pid web         web's own shell and files: what runs is web's code
  spc enter --ns net netns:blue -- ip address
  spc enter -u nobody pid:4711 -- id

The exit status is the command's. See docs/processes.md for what is safe about it, and what is not.`;

async function action(target: string, words: string[], before: EnterOptions, { parent }: Command): Promise<void> {
  const after = optionsAfterTarget(words, parent);
  const { ns, quiet = false, ...options } = { ...before, ...after.opts<EnterOptions>() };
  const request: EnterRequest = {
    ...options,
    target,
    command: after.args,
    namespaces: ns === undefined ? undefined : parseNamespaceList(ns),
  };
  const joiner = { namespacesOf, environmentOf, canTrace, enter: enterTarget, environment: process.env };
  process.exitCode = await render(enter(realSystem(), joiner, request), { quiet });
}

/** Options stand on either side of the target. Ends as a wrong command line does. */
function optionsAfterTarget(words: string[], parent: Command | null): Command {
  const command = withOptions(new Command('enter')).argument('[command...]').exitOverride().helpOption(false);
  command.parent = parent;
  return command.showHelpAfterError("(try 'spc enter --help')").parse(words, { from: 'user' });
}
