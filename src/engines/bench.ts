/** What the benchmark asks engines: a fixed number of questions, however many containers there are. */
import type { EngineName } from '../core/bench/evidence.ts';
import type { Invocation } from '../core/types.ts';

export interface BenchPhrases {
  info: Invocation;
  /** Where its server is; undefined: `info` tells it. */
  endpoint?: Invocation;
  /** All of them, one id a line. */
  containers: Invocation;
  images: Invocation;
  networks: Invocation;
  /** Asked of a swarm's manager only. */
  secrets?: Invocation;
}

const say = (file: EngineName, ...args: string[]): Invocation => ({ file, args });

const lists = (engine: EngineName) => ({
  containers: say(engine, 'ps', '--all', '--quiet', '--no-trunc'),
  images: say(engine, 'images', '--quiet', '--no-trunc'),
});

export const BENCH_PHRASES = {
  docker: {
    info: say('docker', 'info', '--format', '{{json .}}'),
    endpoint: say('docker', 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'),
    ...lists('docker'),
    networks: say('docker', 'network', 'ls', '--quiet', '--no-trunc'),
    secrets: say('docker', 'secret', 'ls', '--quiet'),
  },
  podman: {
    info: say('podman', 'info', '--format', 'json'),
    ...lists('podman'),
    networks: say('podman', 'network', 'ls', '--quiet'),
  },
} satisfies Record<EngineName, BenchPhrases>;

/** Bytes of ids in one command line: Linux takes 128 KiB a word and 2 MiB in all. */
const MAX_OPERANDS = 128 * 1024;

/** `inspect` of all of these: one call for every 1,900 ids or so. */
export function inspectAll(
  engine: EngineName,
  kind: 'container' | 'image' | 'network',
  ids: readonly string[],
): Invocation[] {
  return batches(ids).map((batch) => say(engine, kind, 'inspect', '--', ...batch));
}

function batches(ids: readonly string[]): string[][] {
  const found: string[][] = [];
  let room = 0;
  for (const id of ids) {
    if (id.length + 1 > room) {
      found.push([]);
      room = MAX_OPERANDS;
    }
    found.at(-1)?.push(id);
    room -= id.length + 1;
  }
  return found;
}
