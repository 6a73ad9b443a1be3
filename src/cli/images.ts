/** `spc images`: the images that can be run, of every engine, and the recipes. */
import { Command } from 'commander';
import { browseImages } from '../app/browse/images.ts';
import { IMAGE_COLUMNS, IMAGE_DEFAULTS } from '../core/images/columns.ts';
import { showTable, type TableOptions, withTable } from './list-options.ts';
import { closeAll } from './tui/closing.ts';
import { imageSources } from './tui/image-sources.ts';

/** `spc images`. */
export function imagesCommand(): Command {
  const command = new Command('images').description(
    'local images of every engine with the labels they have, and the recipes; an engine that does not answer is told',
  );
  return withTable(command, IMAGE_COLUMNS, IMAGE_DEFAULTS).addHelpText('after', EXAMPLES).action(action);
}

const EXAMPLES = `
Examples:
  spc images
  spc images -f labels=RUN
  spc images -f engine=podman --sort=-size
  spc images -o name,engine,id --json

spc image keeps those of the builtin engine; spc label tells what is in one's labels.`;

async function action(options: TableOptions): Promise<void> {
  try {
    await showTable(browseImages(imageSources), options);
  } finally {
    await closeAll(true); // an engine that has not answered is not left waiting
  }
}
