import { Argument, Command, type Option } from 'commander';
import { loadRecipes } from '../io/recipes.ts';
import { type CommandTree, SHELLS, type Shell } from '../ui/completion.ts';

/** `spc completion SHELL`: a completion script on standard output. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell) => {
      const { wholeProgram } = await import('./index.ts');
      const recipes = (await loadRecipes()).flatMap(({ name, aliases }) => [name, ...aliases]);
      process.stdout.write(SHELLS[shell](treeOf(await wholeProgram(), recipes)));
    });
}

const EXAMPLES = `
Examples:
  source <(spc completion bash)
  spc completion zsh > "\${fpath[1]}/_spc"
  spc completion fish > ~/.config/fish/completions/spc.fish`;

function treeOf(command: Command, recipes: string[]): CommandTree {
  const operands = command.registeredArguments.flatMap((argument) => [
    ...(argument.argChoices ?? []),
    ...(argument.name() === 'image' ? recipes : []),
  ]);
  return {
    name: command.name(),
    description: command.description(),
    options: [...command.options.filter(({ hidden }) => !hidden).map(describe), HELP],
    operands,
    commands: command.commands.map((child) => treeOf(child, recipes)),
  };
}

const HELP = { long: '--help', short: '-h', description: 'show help', takesValue: false, choices: [] };

function describe({ long, short, description, required, optional, argChoices }: Option) {
  return {
    long: long ?? '',
    ...(short !== undefined && { short }),
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}
