import { Argument, Command, type Option } from 'commander';
import type { Recipe } from '../core/recipe.ts';
import { loadRecipes } from '../io/recipes.ts';
import { type CommandOption, type CommandTree, type Offer, SHELLS, type Shell, type Value } from '../ui/completion.ts';

/** `spc completion SHELL`: a completion script on standard output. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell) => {
      const { wholeProgram } = await import('./index.ts');
      const [program, recipes] = await Promise.all([wholeProgram(), loadRecipes()]);
      const world = { commands: program.commands.map(offerOf), recipes: recipes.flatMap(recipeOffers) };
      process.stdout.write(SHELLS[shell](treeOf(program, world)));
    });
}

const EXAMPLES = `
Examples:
  source <(spc completion bash)                                   in ~/.bashrc
  spc completion zsh > /usr/local/share/zsh/site-functions/_spc
  spc completion fish > ~/.config/fish/completions/spc.fish

The script knows the recipes of the day it was made: make it again after adding one.`;

interface World {
  commands: Offer[];
  recipes: Offer[];
}

const offerOf = (command: Command): Offer => ({ word: command.name(), description: command.description() });

const recipeOffers = ({ name, aliases, summary }: Recipe): Offer[] =>
  [name, ...aliases].map((word) => ({ word, description: summary }));

function treeOf(command: Command, world: World): CommandTree {
  const [first, second] = command.registeredArguments;
  return {
    name: command.name(),
    aliases: command.aliases(),
    description: command.description(),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), HELP],
    operand: first ? operandOf(first, world) : 'nothing',
    tool: second?.name() === 'arg',
    commands: command.commands.map((child) => treeOf(child, world)),
  };
}

/** By the argument's name. Several images at once are those of the store, which the script cannot know. */
function operandOf(argument: Argument, { commands, recipes }: World): Value {
  if (argument.argChoices) return argument.argChoices.map(plain);
  if (argument.variadic) return 'nothing';
  const known: Record<string, Value> = {
    image: recipes,
    name: recipes,
    subject: [...commands, ...recipes],
    source: 'files',
  };
  return known[argument.name()] ?? 'nothing';
}

const plain = (word: string): Offer => ({ word, description: '' });

const HELP: CommandOption = { long: '--help', short: '-h', description: 'show help' };

function optionOf(option: Option): CommandOption {
  const { long, short, description } = option;
  return {
    long: long ?? '',
    ...(short !== undefined && { short }),
    description,
    ...((option.required || option.optional) && { value: valueOfOption(option) }),
  };
}

/** By the choices, else by the placeholder: `<file>`, `<dir>`. */
function valueOfOption({ argChoices, flags }: Option): Value {
  if (argChoices) return argChoices.map(plain);
  if (flags.endsWith('<file>')) return 'files';
  return flags.endsWith('<dir>') ? 'directories' : 'nothing';
}
