/** The command line → what is to be judged. */
import type { BenchRequest, Source } from '../../app/bench.ts';
import { CHECKS } from '../../checks/index.ts';
import { parseBaseline } from '../../core/bench/baseline.ts';
import type { Selection } from '../../core/bench/selection.ts';
import { parseThreshold } from '../../core/bench/threshold.ts';
import type { EngineName, Waiver } from '../../core/bench/types.ts';
import { parseWaivers } from '../../core/bench/waivers.ts';
import { SpcError } from '../../core/errors.ts';
import { readNamed, readNamedJson } from '../../io/bench/saved.ts';
import { readSnapshot } from '../../io/bench/snapshot.ts';
import { parseYaml } from '../../io/yaml.ts';
import { chosenEngine } from '../host.ts';
import { packageVersion } from '../package-version.ts';
import type { BenchOptions } from './options.ts';

/** Reads what it names. Throws `usage`, `bad-report` and `config` for files that are wrong. */
export async function requestOf(options: BenchOptions): Promise<BenchRequest> {
  const { failOn, baseline } = options;
  return {
    threshold: failOn === undefined ? undefined : parseThreshold(failOn),
    baseline: baseline === undefined ? undefined : parseBaseline(readNamedJson(baseline, 'the report'), baseline),
    judging: {
      checks: CHECKS,
      selection: selectionOf(options),
      waivers: options.waivers === undefined ? [] : await readWaivers(options.waivers),
      today: new Date().toISOString().slice(0, 10),
      version: packageVersion(),
    },
    source: await sourceOf(options),
  };
}

function selectionOf(options: BenchOptions): Selection {
  const { explain, skip = [], level, section = [], include = [], exclude = [], target = [], labels = [] } = options;
  const sections = section;
  const check = explain === undefined ? (options.check ?? []) : [explain];
  return { check, skip, sections, include, exclude, labels, targets: target, ...(level !== undefined && { level }) };
}

async function readWaivers(path: string): Promise<Waiver[]> {
  return parseWaivers(await parseYaml(readNamed(path, 'the waivers'), `the waivers ${path}`), path, CHECKS);
}

/** Users that are given are trusted, whatever a snapshot says. */
async function sourceOf({ from, engine, timeout, trusted }: BenchOptions): Promise<Source> {
  if (from !== undefined) {
    const evidence = await readSnapshot(from);
    return { kind: 'evidence', evidence: trusted ? { ...evidence, trustedUsers: trusted } : evidence };
  }
  const chosen = engine ?? benchEngine(await chosenEngine());
  const engines = chosen ? [chosen] : (['docker', 'podman'] as const);
  return { kind: 'engine', engines, isNamed: chosen !== undefined, timeoutMs: timeout * 1000, trustedUsers: trusted };
}

/** Throws `usage` for an engine that the benchmark says nothing about. */
function benchEngine(name: string | undefined): EngineName | undefined {
  if (name === undefined || name === 'docker' || name === 'podman') return name;
  throw new SpcError('usage', `spc bench cannot judge ${name}`, '', '--engine docker, or --engine podman');
}
