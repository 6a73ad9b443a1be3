import { Argument, Command } from 'commander';
import { privileges } from '../app/label.ts';
import { SpcError } from '../core/errors.ts';
import { render } from '../ui/render.ts';
import { withOptions } from './about.ts';
import { systemHost } from './host.ts';
import { toRequest } from './label-options.ts';
import { addTextOptions, type TextOptions, textFrom } from './text.ts';

/** `spc privileges`: what a label would be granted. */
export function privilegesCommand(): Command {
  const command = withOptions(
    new Command('privileges').description('what a label grants beyond an ordinary container, and what that allows'),
  ).addArgument(new Argument('[image]', 'image whose label it is; not with --text'));
  return addTextOptions(command).addHelpText('after', EXAMPLES).action(action);
}

const EXAMPLES = `
Examples:
  spc privileges rhel-tools
  spc privileges --label INSTALL rhel7/rsyslog
  spc privileges --text 'docker run --net host -v/:/host IMAGE' --json`;

async function action(image: string | undefined, options: TextOptions): Promise<void> {
  const text = textFrom(options);
  if ((text === undefined) === (image === undefined))
    throw new SpcError('usage', 'either an image or --text is needed', '', 'spc privileges --help');
  const request = await toRequest(options.label, image ?? 'IMAGE', [], options);
  process.exitCode = await render(privileges(systemHost(), { ...request, text }), options);
}
