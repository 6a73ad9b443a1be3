import { Command } from 'commander';
import type { BuildTools } from '../app/subject.ts';
import { defaultName } from '../core/label/name.ts';
import { asked } from '../io/ahead.ts';
import { systemHost } from './host.ts';
import { addLabelOptions, chosenEngine, type LabelOptions, toRequest } from './label-options.ts';
import { argsArgument, COUNT, CPUS, imageArgument, MEMORY } from './options.ts';

/** `spc run`: an image by its RUN label. */
export function runCommand(): Command {
  const command = new Command('run')
    .description("run an image as its RUN label says; the tool's exit status is spc's")
    .addArgument(imageArgument())
    .addArgument(argsArgument())
    .passThroughOptions()
    .option('-r, --replace', 'remove a container of that name first')
    .option('--spc', 'with no RUN label: as a super-privileged container')
    .option('-d, --detach', 'in the background')
    .option('-i, --ignore', 'run although the INSTALL label was not')
    .option('--rm', 'remove the container when it ends')
    .option('--runtime <name>', 'OCI runtime of the engine')
    .option('--memory <bytes>', 'limit around the tool: 512m, 2g', MEMORY)
    .option('--cpus <number>', 'limit around the tool: 0.5', CPUS)
    .option('--pids-limit <number>', 'limit around the tool: how many processes', COUNT);
  return addLabelOptions(command).addHelpText('after', EXAMPLES).action(action);
}

const EXAMPLES = `
Examples:
  spc run rhel-tools                          a shell with the host in view
  spc run rhel-tools strace -p 42             trace a process of the host or of any container
  spc run rhel-tools ps -ef | grep nginx
  spc run --display rhel-tools                what would run, and nothing is run
  spc run --engine builtin --memory 1g rhel-tools tcpdump -ni any
  spc run --spc fedora bash                   an image with no label
  spc run --opt1 '-p 8080:80' web             words for \${OPT1} of the label

Options before the image are spc's; what follows it goes to the tool as it stands.`;

async function action(image: string, args: string[], options: LabelOptions): Promise<void> {
  const host = systemHost();
  const name = options.name ?? defaultName(image);
  const drivers = await asked(host.drivers, { engine: chosenEngine(options), reference: image, name });
  const [{ run }, { render }] = await Promise.all([import('../app/run.ts'), import('../ui/render.ts')]);
  const request = await toRequest('RUN', image, args, options);
  process.exitCode = await render(run({ ...host, drivers }, request, buildTools), options);
}

const buildTools: BuildTools = async function* (driver) {
  const { buildToolsFor } = await import('./tools.ts');
  return yield* buildToolsFor(driver);
};
