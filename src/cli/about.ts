/** `spc version` and `spc info`: what an image says of itself. */
import { Argument, Command } from 'commander';
import { type AboutRequest, info, version } from '../app/about.ts';
import type { UseCase } from '../core/types.ts';
import { render } from '../ui/render.ts';
import { systemHost } from './host.ts';
import { chosenEngine, type LabelOptions } from './label-options.ts';
import { compatOption, engineOption, imageArgument, jsonOption, storageOption } from './options.ts';
import { packageVersion } from './package-version.ts';

type About = (host: ReturnType<typeof systemHost>, request: AboutRequest) => UseCase;

/** `spc version [IMAGE]`. */
export function versionCommand(): Command {
  return withOptions(
    new Command('version').description("the Name, Version and Release labels of an image; without one, spc's version"),
  )
    .addOption(compatOption())
    .addArgument(new Argument('[image]', 'image name, id, or the name of a recipe'))
    .addHelpText('after', '\nExamples:\n  spc version rhel-tools\n  spc version')
    .action(async (image: string | undefined, options: LabelOptions) => {
      if (image) await show(version, image, options);
      else process.stdout.write(`${packageVersion()}\n`);
    });
}

/** `spc info IMAGE`. */
export function infoCommand(): Command {
  return withOptions(new Command('info').description('all an engine knows of an image, labels sorted'))
    .addArgument(imageArgument())
    .addHelpText('after', '\nExamples:\n  spc info rhel-tools\n  spc info --json rhel-tools')
    .action((image: string, options: LabelOptions) => show(info, image, options));
}

/** Adds the options of a command that only looks. */
export function withOptions(command: Command): Command {
  return command.addOption(engineOption()).addOption(storageOption()).addOption(jsonOption());
}

/** Renders a use-case that only looks at an image. */
export async function show(about: About, image: string, options: LabelOptions): Promise<void> {
  const request = { image, engine: chosenEngine(options), compat: options.compat ?? 'spc' };
  process.exitCode = await render(about(systemHost(), request), options);
}
