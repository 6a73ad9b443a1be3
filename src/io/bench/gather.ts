/** All evidence, gathered once. The engine is asked a fixed number of questions; the host's own is read meanwhile and after. */
import { hostname, release } from 'node:os';
import { EVIDENCE_SCHEMA } from '../../core/bench/evidence.ts';
import { type InspectedContainer, parseContainers } from '../../core/bench/parse/containers.ts';
import { parseImages } from '../../core/bench/parse/images.ts';
import { parseNetworks } from '../../core/bench/parse/networks.ts';
import { wantedFiles } from '../../core/bench/paths.ts';
import type { ContainerEvidence, EngineName, Evidence, ImageEvidence, Piece } from '../../core/bench/types.ts';
import type { SpcError } from '../../core/errors.ts';
import { type AskedEngine, askEngine } from './engine.ts';
import { historyReader } from './history.ts';
import { gatherHost, type HostEvidence, hostElsewhere } from './host.ts';
import { type OwnTools, ownTools, whyOwnImage } from './own.ts';
import { placeOf } from './place.ts';

export interface GatherRequest {
  engine: EngineName;
  /** How long each call to the engine may take. */
  timeoutMs: number;
  /** Users the caller trusts with the engine; undefined: not told. */
  trustedUsers?: readonly string[] | undefined;
}

export interface Gathered {
  evidence: Evidence;
  /** Why the engine did not answer; undefined: it did. */
  failure?: SpcError;
}

/** Never fails for want of an answer: what could not be had is missing, with the cause. */
export async function gather({ engine: name, timeoutMs, trustedUsers }: GatherRequest): Promise<Gathered> {
  const asked = await askEngine(name, timeoutMs);
  const place = placeOf(name, asked);
  const { engine, elsewhere } = place;
  const inspected = mapPiece(asked.containers, parseContainers);
  const own = ownTools();
  const host =
    elsewhere === '' ? await gatherHost(place, inspected, whySilent(asked), timeoutMs) : hostElsewhere(elsewhere);
  const rest: Omit<Evidence, 'files'> = {
    schema: EVIDENCE_SCHEMA,
    taken: new Date().toISOString(),
    host: ('ok' in asked.said && asked.said.ok.host) || hostname(),
    kernel: ('ok' in asked.said && asked.said.ok.kernel) || release(),
    engine,
    info: mapPiece(asked.said, ({ info }) => info),
    containers: mapPiece(inspected, (all) => all.map((each) => containerEvidence(each, host, own))),
    images: imageEvidence(asked, elsewhere),
    networks: mapPiece(asked.networks, parseNetworks),
    secrets: asked.secrets,
    ...host.pieces,
    ...(trustedUsers && { trustedUsers: [...trustedUsers] }),
    contentTrust: process.env['DOCKER_CONTENT_TRUST'] ?? '',
  };
  const files = Object.fromEntries(wantedFiles(rest).map((path) => [path, host.lookAt(path)]));
  return { evidence: { ...rest, files }, ...(asked.failure && { failure: asked.failure }) };
}

/** Which daemon was meant to answer cannot be told of one that does not. */
const whySilent = ({ said }: AskedEngine) => ('missing' in said ? said.missing : '');

const mapPiece = <A, B>(piece: Piece<A>, map: (value: A) => B): Piece<B> =>
  'missing' in piece ? piece : { ok: map(piece.ok) };

/** What the engine calls the pid and the environment is no evidence: the kernel tells the one, the other may hold secrets. */
function containerEvidence(
  inspected: InspectedContainer,
  { processOf, runsIn }: HostEvidence,
  own: OwnTools,
): ContainerEvidence {
  const { pid: _pid, env: _env, ...container } = inspected;
  return { ...container, own: own.why(inspected) || runsIn(inspected), process: processOf(inspected) };
}

function imageEvidence({ images, said }: AskedEngine, elsewhere: string): Piece<ImageEvidence[]> {
  const historyOf = historyReader('ok' in said ? said.ok.info : undefined, elsewhere);
  return mapPiece(images, (all) => parseImages(all, historyOf).map((image) => ({ ...image, own: whyOwnImage(image) })));
}
