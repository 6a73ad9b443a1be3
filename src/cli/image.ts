/** `spc image load`, `ls` and `rm`: the images of the builtin engine. */
import { Argument, Command } from 'commander';
import { listStoredImages, loadImages, removeImages } from '../app/images.ts';
import { type RenderOptions, render } from '../ui/render.ts';
import { jsonOption } from './options.ts';

/** `spc image`, with its commands. */
export function imageCommand(): Command {
  return new Command('image')
    .description("the images of the builtin engine, kept in spc's own store")
    .enablePositionalOptions()
    .addCommand(loadCommand())
    .addCommand(listCommand())
    .addCommand(removeCommand())
    .addHelpText('after', EXAMPLES);
}

const EXAMPLES = `
Examples:
  docker save rhel-tools | spc image load -
  spc image ls
  spc image rm rhel-tools

The store is /var/lib/spc; SPC_STORE moves it.`;

function loadCommand(): Command {
  return new Command('load')
    .description('load an image: docker-archive, oci-archive, plain, gzip or zstd, or an OCI layout directory')
    .addArgument(new Argument('<source>', 'a file, a directory, or - for standard input'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  spc image load tools.tar\n  podman save --format oci-archive tools | spc image load -',
    )
    .action(async (source: string, options: RenderOptions) => {
      process.exitCode = await render(loadImages(source), options);
    });
}

function listCommand(): Command {
  return new Command('ls')
    .description('list the images')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  spc image ls\n  spc image ls --json')
    .action(async (options: RenderOptions) => {
      process.exitCode = await render(listStoredImages(), options);
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .description('remove images; by one of several names, only the name')
    .addArgument(new Argument('<image...>', 'name, id, or the beginning of an id'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  spc image rm rhel-tools\n  spc image rm 05fcb4f35a6b e0fdfc5aa74b')
    .action(async (references: string[], options: RenderOptions) => {
      process.exitCode = await render(removeImages(references), options);
    });
}
