import { Argument, Command } from 'commander';
import { stop } from '../app/install.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { addLabelOptions, type LabelOptions, toRequest } from './label-options.ts';

/** `spc stop`: a container by the STOP label it was made with. */
export function stopCommand(): Command {
  const command = new Command('stop')
    .description('stop a container as its STOP label says, else as its engine does')
    .addArgument(new Argument('<container>', 'name of the container, or the image it was named after'));
  return addLabelOptions(command)
    .addHelpText('after', '\nExamples:\n  spc stop sssd\n  spc stop --display sssd')
    .action(async (container: string, options: LabelOptions) => {
      const request = await toRequest('STOP', container, [], options);
      process.exitCode = await render(stop(systemHost(), request), options);
    });
}
