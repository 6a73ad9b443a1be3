/** `spc tools`: the toolbox image, built here without a registry. */
import { Command, Option } from 'commander';
import { type ToolsBuildRequest, type ToolsIo, toolsBuild } from '../app/tools-build.ts';
import { toolsPackages } from '../app/tools-packages.ts';
import { PACKAGERS, type Packager } from '../core/tools/types.ts';
import type { EngineName, Msg } from '../core/types.ts';
import type { Driver } from '../io/driver.ts';
import { loadToolbox } from '../io/tools/definition.ts';
import { planImage } from '../io/tools/image.ts';
import { makeWorkDirectory } from '../io/tools/workdir.ts';
import { isTrusted, trustImage } from '../io/trusted.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { engineOption, jsonOption } from './options.ts';

const EXAMPLES = `
Examples:
  spc tools build                          strace, tcpdump, gdb, bpftrace, perf and more, for the engine that answers
  spc tools build --minimal                the few that fit in a hurry
  spc tools build --engine podman --with crash --with fio
  spc tools build --no-load --output rhel-tools.tar    for a machine without packages: there, docker load -i
  spc tools build --from dnf --release 41  of the packages of Fedora 41
  spc tools packages                       what is in it, and why

An image that was built here is run without a question. The same packages give the same image id.`;

interface BuildOptions {
  engine?: EngineName;
  minimal?: boolean;
  from?: Packager;
  with?: string[];
  tag?: string;
  output?: string;
  load: boolean;
  force?: boolean;
  sources?: string;
  release?: string;
  workDir: string;
  json?: boolean;
  quiet?: boolean;
}

/** The command and its two verbs. */
export function toolsCommand(): Command {
  const tools = new Command('tools').description(
    'build the toolbox image (rhel-tools) from packages, without a registry',
  );
  tools.addCommand(buildCommand()).addCommand(packagesCommand());
  return tools.addHelpText('after', EXAMPLES);
}

function buildCommand(): Command {
  return new Command('build')
    .description('build the image and load it into an engine')
    .addOption(engineOption())
    .option('--minimal', 'only the most needed tools')
    .addOption(new Option('--from <packager>', 'where packages come from; else what this host has').choices(PACKAGERS))
    .option('--with <package>', 'a package beside the list; may be given again', (name, before: string[] = []) => [
      ...before,
      name,
    ])
    .option('--tag <name>', 'name of the image (localhost/rhel-tools:latest)')
    .option('--output <file>', 'leave the archive there, too')
    .option('--no-load', 'load it into no engine')
    .option('--force', 'build although the engine has this very image')
    .option('--sources <dir>', "use this folder's *.list, *.sources or *.repo files instead of the host's")
    .option('--release <version>', "dnf: the distribution's release; else the host's own")
    .option('--work-dir <dir>', 'where to work; three times the size of the image', '/var/tmp')
    .addOption(jsonOption())
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action(build);
}

function packagesCommand(): Command {
  return new Command('packages')
    .alias('ls')
    .description('list what the image holds, and why')
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: { json?: boolean }) => {
      const { toolbox } = await loadToolbox();
      process.exitCode = await render(toolsPackages(toolbox), options);
    });
}

async function build(options: BuildOptions): Promise<void> {
  const drivers = options.load ? systemHost().drivers(options.engine) : undefined;
  process.exitCode = await render(toolsBuild(systemTools, drivers, toRequest(options)), options);
}

function toRequest(options: BuildOptions): ToolsBuildRequest {
  const { minimal, from, with: extra = [], tag, output, force = false, sources, release, workDir } = options;
  const set = minimal ? 'minimal' : 'full';
  return { set, packager: from, extra, tag, output, force, sources, release, workDirectory: workDir };
}

/** Builds the image into an engine on behalf of another command: its result is a note there. */
export async function* buildToolsFor(driver: Driver): AsyncGenerator<Msg, number> {
  const messages = toolsBuild(systemTools, [driver], toRequest({ load: true, workDir: '/var/tmp' }));
  for (;;) {
    const step = await messages.next();
    if (step.done) return step.value;
    if (step.value.kind !== 'result') yield step.value;
    else for (const text of step.value.text.split('\n')) yield { kind: 'note', text };
  }
}

const systemTools: ToolsIo = {
  isRoot: () => process.geteuid?.() === 0,
  planImage,
  makeWorkDirectory,
  isTrusted,
  trust: trustImage,
  now: () => performance.now(),
  date: () => new Date().toISOString(),
};
