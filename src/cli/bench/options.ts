/** Options of `spc bench`: its own, and those of docker-bench-security under their letters. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { FORMATS, type Format } from '../../core/bench/formats/index.ts';
import type { EngineName } from '../../core/bench/types.ts';

export interface BenchOptions {
  engine?: EngineName;
  check?: string[];
  skip?: string[];
  level?: 1 | 2;
  section?: string[];
  include?: string[];
  exclude?: string[];
  target?: string[];
  labels?: string[];
  trusted?: string[];
  format?: Format;
  json?: boolean;
  output?: string;
  log?: string;
  force?: boolean;
  limit?: number;
  all?: boolean;
  /** false: -b. */
  color: boolean;
  /** false: -p. */
  remediation: boolean;
  failOn?: string;
  snapshot?: string;
  from?: string;
  baseline?: string;
  waivers?: string;
  explain?: string;
  /** Seconds. */
  timeout: number;
}

/** Adds them all. */
export const withBenchOptions = (command: Command): Command => withOutput(withSelection(withSource(command)));

const withSource = (command: Command) =>
  command
    .addOption(
      new Option('--engine <name>', 'docker or podman; else SPC_ENGINE, the configuration, then the first that answers')
        .choices(['docker', 'podman'])
        .conflicts('from'),
    )
    .addOption(new Option('--from <file>', 'judge evidence that --snapshot saved, here or elsewhere'))
    .addOption(new Option('--snapshot <file>', 'keep the evidence, too').conflicts('from'))
    .addOption(new Option('-u, --trusted <users>', 'users who may use the engine').argParser(words))
    .addOption(
      new Option('--timeout <seconds>', 'how long each call to the engine may take').argParser(seconds).default(30),
    );

const withSelection = (command: Command) =>
  command
    .addOption(new Option('-c, --check <ids>', 'only these: 5, 5.4, check_5_4, container_images …').argParser(words))
    .addOption(new Option('-e, --skip <ids>', 'all but these').argParser(words))
    .addOption(new Option('--section <numbers>', 'only these sections: 1 to 7, and C').argParser(words))
    .addOption(new Option('--level <n>', '1: without the checks of level 2').choices(['1', '2']).argParser(level))
    .addOption(new Option('-i, --include <names>', 'only containers and images with such names').argParser(words))
    .addOption(new Option('-x, --exclude <names>', 'none with such names').argParser(words))
    .addOption(new Option('-t, --labels <labels>', 'only containers and images with all these').argParser(words))
    .addOption(new Option('--target <container>', 'what is about this container; may be given again').argParser(each))
    .addOption(new Option('--waivers <file>', 'failures that are accepted: YAML, see docs/bench.md'))
    .addOption(new Option('--baseline <file>', 'compare with an earlier report of --json'));

const withOutput = (command: Command) =>
  command
    .addOption(new Option('--format <format>', 'how the report is shown').choices(FORMATS))
    .addOption(new Option('--json', 'the report as JSON').conflicts('format'))
    .option('-o, --output <file>', 'the report into a new file; its name may tell the format')
    .option('-l, --log <file>', 'the text also into a new file, and FILE.json as docker-bench-security writes it')
    .option('--force', '-o, -l and --snapshot replace files that are there')
    .addOption(new Option('-n, --limit <n>', 'bench-json: so many items of a check at most; 0: all').argParser(count))
    .option('--all', 'text: every item of a check')
    .option('-b, --no-color', 'no colours')
    .option('-p, --no-remediation', 'without how to mend what failed')
    .option('--fail-on <what>', 'exit with 100 on: low, medium, high; N failed checks; score:N, a score below N')
    .addOption(
      new Option('--explain <check>', 'what a check is, why, how to mend it, and the evidence that decided').conflicts([
        ...['output', 'log', 'snapshot', 'format', 'failOn', 'baseline', 'check', 'section'],
      ]),
    );

/** `5.4,6` → two words. */
function words(text: string, before: string[] = []): string[] {
  const found = text.split(',').map((word) => word.trim());
  if (found.some((word) => word === '')) throw new InvalidArgumentError('It must be words with commas between.');
  return [...before, ...found];
}

const each = (text: string, before: string[] = []) => [...before, text];

function level(text: string): 1 | 2 {
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw new InvalidArgumentError('It must be 1 or 2.');
}

function count(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number.');
}

function seconds(text: string): number {
  if (/^\d{1,4}(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds.');
}
