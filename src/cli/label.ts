/** `spc label show` and `spc label expand`: what labels say, and what they would run. */
import { Argument, Command, Option } from 'commander';
import { showLabels } from '../app/about.ts';
import { expand } from '../app/label.ts';
import { SpcError } from '../core/errors.ts';
import { render } from '../ui/render.ts';
import { show, withOptions } from './about.ts';
import { systemHost } from './host.ts';
import { type LabelOptions, toRequest } from './label-options.ts';
import { argsArgument, imageArgument } from './options.ts';
import { addTextOptions, type TextOptions, textFrom } from './text.ts';

interface ExpandOptions extends TextOptions {
  image?: string;
}

/** `spc label`, with its two commands. */
export function labelCommand(): Command {
  return new Command('label')
    .description('read the labels of an image')
    .enablePositionalOptions()
    .addCommand(showCommand())
    .addCommand(expandCommand())
    .addHelpText('after', EXAMPLES);
}

function showCommand(): Command {
  return withOptions(new Command('show').description('the labels of an image, sorted'))
    .addArgument(imageArgument())
    .addHelpText('after', '\nExamples:\n  spc label show rhel-tools\n  spc label show --json rhel-tools')
    .action((image: string, options: LabelOptions) => show(showLabels, image, options));
}

function expandCommand(): Command {
  const command = withOptions(new Command('expand').description('print the command a label becomes; nothing is run'))
    .addArgument(new Argument('[image]', 'image whose label it is; not with --text'))
    .addArgument(argsArgument())
    .passThroughOptions()
    .addOption(new Option('--image <reference>', 'what IMAGE stands for, with --text'));
  return addTextOptions(command).addHelpText('after', EXAMPLES).action(action);
}

const EXAMPLES = `
Examples:
  spc label expand rhel-tools ps -ef
  spc label expand --compat atomic rhel-tools
  spc label expand --text 'docker run --name NAME IMAGE' --image fedora --name f1 --json`;

async function action(image: string | undefined, args: string[], options: ExpandOptions): Promise<void> {
  const text = textFrom(options);
  if (text === undefined && image === undefined)
    throw new SpcError('usage', 'an image or --text is needed', '', 'spc label expand --help');
  // With --text there is no image operand: every operand is an argument of the label's tool.
  const operands = image === undefined ? [] : text === undefined ? args : [image, ...args];
  const subject = text === undefined ? image : options.image;
  const request = await toRequest(options.label, subject ?? 'IMAGE', operands, options);
  process.exitCode = await render(expand(systemHost(), { ...request, text }), options);
}
