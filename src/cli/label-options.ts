/** The options of every command that runs a label: run, install, uninstall, stop, help. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { RunRequest } from '../app/run.ts';
import { SpcError } from '../core/errors.ts';
import type { DialectName, EngineName } from '../core/types.ts';
import { loadConfig } from '../io/config.ts';
import { compatOption, engineOption, jsonOption, nameOption, optOptions, setOption, storageOption } from './options.ts';

/** What commander hands over. */
export interface LabelOptions {
  name?: string;
  engine?: EngineName;
  storage?: EngineName;
  compat?: DialectName;
  set?: Record<string, string>;
  opt1?: string;
  opt2?: string;
  opt3?: string;
  display?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
  assumeyes?: boolean;
  json?: boolean;
  ignore?: boolean;
  replace?: boolean;
  spc?: boolean;
  detach?: boolean;
  rm?: boolean;
  runtime?: string;
  memory?: string;
  cpus?: string;
  pidsLimit?: string;
}

/** Adds the options that bear on reading and running any label. */
export function addLabelOptions(command: Command): Command {
  command.addOption(nameOption()).addOption(engineOption()).addOption(storageOption()).addOption(compatOption());
  command.addOption(setOption());
  for (const option of optOptions()) command.addOption(option);
  return command
    .option('--display', 'print what would run, quoted for a shell, and run nothing')
    .option('--dry-run', 'the same as --display')
    .option('-q, --quiet', 'only warnings, errors and the tool itself')
    .addOption(new Option('-y, --assumeyes', 'grant the privileges and build a missing toolbox without a question'))
    .addOption(new Option('--yes').hideHelp())
    .addOption(jsonOption());
}

/** The request a command line makes, the configuration's choices filled in. */
export async function toRequest(
  label: string,
  image: string,
  args: string[],
  options: LabelOptions & { yes?: boolean },
): Promise<RunRequest> {
  return {
    ...options,
    label,
    image,
    args,
    engine: chosenEngine(options),
    compat: options.compat ?? (await loadConfig()).compat ?? 'spc',
    display: Boolean(options.display || options.dryRun),
    replace: Boolean(options.replace),
    ignore: Boolean(options.ignore),
    assumeYes: Boolean(options.assumeyes || options.yes),
    json: Boolean(options.json),
  };
}

/** --engine and --storage are one option in two spellings. Throws `usage` when they differ. */
export function chosenEngine({ engine, storage }: Pick<LabelOptions, 'engine' | 'storage'>): EngineName | undefined {
  if (engine && storage && engine !== storage)
    throw new SpcError(
      'usage',
      `--engine ${engine} and --storage ${storage} differ`,
      '--storage is --engine by its old name',
    );
  return engine ?? storage;
}
