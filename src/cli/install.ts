import { Command } from 'commander';
import { install } from '../app/install.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { addLabelOptions, type LabelOptions, toRequest } from './label-options.ts';
import { argsArgument, imageArgument } from './options.ts';

/** `spc install`: an image's INSTALL label, and its record. */
export function installCommand(): Command {
  const command = new Command('install')
    .description('run the INSTALL label of an image and record it')
    .addArgument(imageArgument())
    .addArgument(argsArgument())
    .passThroughOptions();
  return addLabelOptions(command)
    .addHelpText('after', '\nExamples:\n  spc install rhel7/rsyslog\n  spc install --display rhel7/rsyslog')
    .action(async (image: string, args: string[], options: LabelOptions) => {
      const request = await toRequest('INSTALL', image, args, options);
      process.exitCode = await render(install(systemHost(), request), options);
    });
}
