/** `spc syscalls merge`: several saved reports as one. */
import { Argument, Command } from 'commander';
import { differences } from '../../core/syscalls/comparable.ts';
import { mergeReports } from '../../core/syscalls/merge.ts';
import { checkView } from '../../core/syscalls/present.ts';
import type { UseCase } from '../../core/types.ts';
import { readReport } from '../../io/timing/report-file.ts';
import { render } from '../../ui/render.ts';
import { type ViewOptions, viewOf, withView } from './options.ts';
import { shower } from './show.ts';

export function mergeCommand(): Command {
  const command = new Command('merge')
    .description('several saved reports as one: counts and times add up')
    .addArgument(new Argument('<reports...>', 'saved by spc syscalls --save FILE.json'))
    .option('-q, --quiet', 'the table only');
  return withView(command).action(action);
}

async function action(paths: string[], options: ViewOptions & { quiet?: boolean }): Promise<void> {
  checkView(viewOf(options));
  const show = shower(options, false);
  process.exitCode = await render(merge(paths, show), show.options);
}

async function* merge(paths: string[], show: ReturnType<typeof shower>): UseCase {
  const reports = await Promise.all(paths.map(readReport));
  for (const text of differences(reports)) yield { kind: 'warning', text };
  yield* show.report(mergeReports(reports), true);
  return 0;
}
