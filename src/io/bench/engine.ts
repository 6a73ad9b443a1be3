/** Everything the benchmark asks an engine: a fixed number of calls, in two rounds, each with a limit on time and size. */
import { failureText, isPartial, parseIds, parseInspected } from '../../core/bench/parse/answer.ts';
import { parseEndpoint } from '../../core/bench/parse/host.ts';
import { type EngineAnswer, parseDockerInfo, parsePodmanInfo } from '../../core/bench/parse/info.ts';
import type { EngineName, Piece } from '../../core/bench/types.ts';
import { SpcError } from '../../core/errors.ts';
import { textListField } from '../../core/fields.ts';
import type { Answer, Invocation } from '../../core/types.ts';
import { BENCH_PHRASES, type BenchPhrases, inspectAll } from '../../engines/bench.ts';
import { ENGINES } from '../../engines/index.ts';
import { capture } from '../process.ts';

/** What it answered. What it did not answer is missing with the cause. */
export interface AskedEngine {
  /** The first call that failed; undefined: it answered them all. */
  failure?: SpcError;
  said: Piece<EngineAnswer>;
  /** Address of its server, as its CLI knows it; '' when that is not known. */
  endpoint: string;
  /** Objects as inspect gives them. */
  containers: Piece<unknown[]>;
  images: Piece<unknown[]>;
  networks: Piece<unknown[]>;
  secrets: Piece<number>;
}

/** @param ms how long each call may take */
export async function askEngine(name: EngineName, ms: number): Promise<AskedEngine> {
  const phrases: BenchPhrases = BENCH_PHRASES[name];
  const failures: SpcError[] = [];
  const ask = async (invocation: Invocation) => answerOf(name, invocation, ms, failures);
  const list = async (kind: Kind, listing: Invocation) => {
    const ids = chain(await ask(listing), (answer) => parseIds(answer, name));
    return 'missing' in ids ? ids : await inspect(name, kind, ids.ok, ask);
  };
  const [info, endpoint, containers, images, networks] = await Promise.all([
    ask(phrases.info),
    phrases.endpoint ? endpointOf(phrases.endpoint, ms) : '',
    list('container', phrases.containers),
    list('image', phrases.images),
    list('network', phrases.networks),
  ]);
  const said = chain(info, (answer) => readInfo(name, answer, failures));
  const secrets = await countSecrets(said, phrases, ask, name);
  return { ...(failures[0] && { failure: failures[0] }), said, endpoint, containers, images, networks, secrets };
}

type Kind = 'container' | 'image' | 'network';
type Ask = (invocation: Invocation) => Promise<Piece<Answer>>;

/** Whatever it answers; `failures` gets what is none. */
async function answerOf(
  name: EngineName,
  invocation: Invocation,
  ms: number,
  failures: SpcError[],
): Promise<Piece<Answer>> {
  try {
    const answer = await capture(invocation, { timeoutMs: ms });
    // inspect fails also for what was removed meanwhile: what it printed is looked at first
    if (answer.status !== 0 && !isPartial(answer)) failures.push(ENGINES[name].failure(answer));
    return { ok: answer };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    failures.push(error);
    const words = [invocation.file, ...invocation.args.slice(0, 2)].join(' ');
    return { missing: error.code === 'engine-timeout' ? `${words}: no answer within ${ms / 1000} s` : error.message };
  }
}

const chain = <A, B>(piece: Piece<A>, next: (value: A) => Piece<B>): Piece<B> =>
  'missing' in piece ? piece : next(piece.ok);

/** Of a CLI that knows no contexts there is none, and that is no failure. */
async function endpointOf(invocation: Invocation, ms: number): Promise<string> {
  try {
    return parseEndpoint(await capture(invocation, { timeoutMs: ms }));
  } catch (error) {
    if (error instanceof SpcError) return '';
    throw error;
  }
}

/** Nothing is asked about nothing. */
async function inspect(name: EngineName, kind: Kind, ids: readonly string[], ask: Ask): Promise<Piece<unknown[]>> {
  const found: unknown[] = [];
  for (const invocation of inspectAll(name, kind, ids)) {
    const batch = chain(await ask(invocation), (answer) => parseInspected(answer, name));
    if ('missing' in batch) return batch;
    found.push(...batch.ok);
  }
  return { ok: found };
}

const READERS = { docker: parseDockerInfo, podman: parsePodmanInfo } satisfies Record<EngineName, unknown>;

/** docker gives JSON also when its daemon does not answer, and then says so in ServerErrors. */
function readInfo(name: EngineName, answer: Answer, failures: SpcError[]): Piece<EngineAnswer> {
  const json = tryJson(answer.stdout);
  const said = READERS[name](json);
  if (said) return { ok: said };
  const isPodman = name === 'docker' && parsePodmanInfo(json) !== undefined;
  const told = failureText(answer.stderr) || textListField(json, 'ServerErrors').join('; ');
  const why = isPodman ? 'this docker is podman: --engine podman' : told || 'it does not say what it is';
  if (answer.status === 0) failures.push(ENGINES[name].failure({ ...answer, stderr: why }));
  return { missing: `${name}: ${why}` };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only a manager knows of any. */
async function countSecrets(
  said: Piece<EngineAnswer>,
  { secrets }: BenchPhrases,
  ask: Ask,
  name: EngineName,
): Promise<Piece<number>> {
  if ('missing' in said) return said;
  const { swarm } = said.ok.info;
  if (!secrets || swarm.state !== 'active' || !swarm.manager) return { ok: 0 };
  const ids = chain(await ask(secrets), (answer) => parseIds(answer, name));
  return 'missing' in ids ? ids : { ok: ids.ok.length };
}
