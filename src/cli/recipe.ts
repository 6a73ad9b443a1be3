/** `spc recipe`: what spc knows of well-known images. */
import { Command } from 'commander';
import { listRecipes, showRecipe } from '../app/recipes.ts';
import type { UseCase } from '../core/types.ts';
import { render } from '../ui/render.ts';

const EXAMPLES = `
A recipe serves when an image has no label of its own, and 'spc run NAME' takes
its name or alias for its image.

Examples:
  spc recipe ls                       all recipes
  spc recipe show rhel-tools          its labels, and why it needs each privilege
  spc recipe show tools --json        the same for a program
  spc recipe show rhel7/rsyslog       by the image instead of the name

Recipes of your own: /etc/spc/recipes.d/NAME.yaml (docs/recipes.md).`;

interface ShowOptions {
  json?: boolean;
}

/** The command and its two verbs; actions set the process's exit code. */
export function recipeCommand(): Command {
  const recipe = new Command('recipe').description('show the recipes: run labels of well-known images, and why');
  recipe
    .command('ls')
    .description('list the recipes')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ShowOptions) => await show(listRecipes(), options));
  recipe
    .command('show')
    .description("show a recipe's labels, and why each privilege is needed")
    .argument('<name>', 'name, alias or image')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: ShowOptions) => await show(showRecipe(name), options));
  return recipe.addHelpText('after', EXAMPLES);
}

async function show(messages: UseCase, options: ShowOptions): Promise<void> {
  process.exitCode = await render(messages, options);
}
