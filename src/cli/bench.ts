/** `spc bench`: the CIS Docker Benchmark, for docker and podman. */
import { Command } from 'commander';
import { bench } from '../app/bench.ts';
import { explain } from '../app/bench-explain.ts';
import { selectChecks } from '../core/bench/selection.ts';
import { gather } from '../io/bench/gather.ts';
import { render } from '../ui/render.ts';
import { formatOf, outputOf } from './bench/files.ts';
import { type BenchOptions, withBenchOptions } from './bench/options.ts';
import { requestOf } from './bench/request.ts';

/** `spc bench`. */
export function benchCommand(): Command {
  const command = new Command('bench').description(
    'judge engine, host and containers by the CIS Docker Benchmark; runs nothing inside a container',
  );
  return withBenchOptions(command).addHelpText('after', EXAMPLES).action(action);
}

const EXAMPLES = `
Examples:
  spc bench
  spc bench --section 5 --target web
  spc bench --fail-on high --format sarif -o bench.sarif
  spc bench --snapshot host.json; spc bench --from host.json --baseline last-week.json
  spc bench --explain 5.4

Exit status: 0 when everything could be asked, whatever was found; 100 when --fail-on says so; 69, 75 or 77 when the engine
did not answer all: the report is there, and what could not be judged is in it.`;

async function action(options: BenchOptions): Promise<void> {
  const request = await requestOf(options);
  // what is no check is told before anything is asked
  const checks = selectChecks(request.judging.checks, request.judging.selection);
  if (options.explain !== undefined) {
    process.exitCode = await render(explain(request, checks, gather), { json: options.json ?? false });
    return;
  }
  const output = outputOf(options);
  process.exitCode = await render(bench(request, gather, output), { json: formatOf(options) === 'json' });
}
