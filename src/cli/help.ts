import { Argument, Command } from 'commander';
import { help } from '../app/about.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { addLabelOptions, type LabelOptions, toRequest } from './label-options.ts';

/** `spc help [COMMAND | IMAGE]`: help on a command of spc, else what an image says of itself. */
export function helpCommand(): Command {
  const command = new Command('help')
    .description('help on a command of spc, or the HELP label or manual of an image')
    .addArgument(new Argument('[subject]', 'a command of spc, or an image'));
  return addLabelOptions(command)
    .addHelpText('after', '\nExamples:\n  spc help run\n  spc help rhel-tools')
    .action(async (subject: string | undefined, options: LabelOptions) => {
      const { wholeProgram } = await import('./index.ts');
      const program = await wholeProgram();
      const known = subject === undefined ? program : program.commands.find((each) => each.name() === subject);
      if (known || subject === undefined) return (known ?? program).outputHelp();
      const request = await toRequest('HELP', subject, [], options);
      process.exitCode = await render(help(systemHost(), request), options);
    });
}
