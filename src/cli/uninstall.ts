import { Command } from 'commander';
import { uninstall } from '../app/install.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { addLabelOptions, type LabelOptions, toRequest } from './label-options.ts';
import { argsArgument, imageArgument } from './options.ts';

/** `spc uninstall`: an image's UNINSTALL label, and the end of its record. */
export function uninstallCommand(): Command {
  const command = new Command('uninstall')
    .description('run the UNINSTALL label of an image and forget its install; the image stays')
    .addArgument(imageArgument())
    .addArgument(argsArgument())
    .passThroughOptions();
  return addLabelOptions(command)
    .addHelpText('after', '\nExamples:\n  spc uninstall rhel7/rsyslog\n  spc uninstall --display rhel7/rsyslog')
    .action(async (image: string, args: string[], options: LabelOptions) => {
      const request = await toRequest('UNINSTALL', image, args, options);
      process.exitCode = await render(uninstall(systemHost(), request), options);
    });
}
