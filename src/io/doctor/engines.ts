/** Engines, each asked once through its own CLI. */
import type { CliEngine, EngineEvidence, Evidence, ToolsImageEvidence } from '../../core/doctor/evidence.ts';
import { parseDockerInfo, parsePodmanVersion } from '../../core/doctor/parse.ts';
import { SpcError } from '../../core/errors.ts';
import type { Answer } from '../../core/types.ts';
import { ENGINES } from '../../engines/index.ts';
import { capture } from '../process.ts';
import { isTrusted } from '../trusted.ts';

/** One that takes longer is overloaded or hung. */
const ANSWER_MS = 900;
const LIMITS = { timeoutMs: ANSWER_MS, maxBytes: 4 * 1024 * 1024 };

const JSON_FORMAT = ['--format', '{{json .}}'];

/** All of them at once. */
export async function askEngines(): Promise<Evidence['engines']> {
  const [docker, podman, nerdctl] = await Promise.all([
    ask('docker', ['info', ...JSON_FORMAT], parseDockerInfo, process.env['DOCKER_HOST'] ?? ''),
    ask('podman', ['version', ...JSON_FORMAT], readPodman, process.env['CONTAINER_HOST'] ?? ''),
    ask('nerdctl', ['info', ...JSON_FORMAT], parseDockerInfo, ''),
  ]);
  return { docker, podman, nerdctl };
}

/** Which of these engines have the image of tools; null: none of them answers. */
export async function findToolsImage(reference: string): Promise<ToolsImageEvidence | null> {
  const asked = await Promise.all(ASKED.map(async (name) => ({ name, id: await imageId(name, reference) })));
  const answered = asked.filter(({ id }) => id !== undefined);
  if (answered.length === 0) return null;
  const having = answered.flatMap(({ name, id }) => (id ? [{ name, built: wasBuiltHere(id) }] : []));
  return {
    reference,
    engines: having.filter(({ built }) => built).map(({ name }) => name),
    unproven: having.filter(({ built }) => !built).map(({ name }) => name),
  };
}

/** A record of what was built that is damaged proves nothing. */
function wasBuiltHere(id: string): boolean {
  try {
    return isTrusted(id);
  } catch {
    return false;
  }
}

const ASKED: readonly CliEngine[] = ['docker', 'podman', 'nerdctl'];

/** null: it has none; undefined: it does not answer. */
async function imageId(name: CliEngine, reference: string): Promise<string | null | undefined> {
  try {
    const answer = await capture(ENGINES[name].inspectImage(reference), LIMITS);
    return ENGINES[name].parseImage(answer)?.id ?? null;
  } catch {
    return undefined;
  }
}

const readPodman = (answer: Answer) => parsePodmanVersion(answer, process.geteuid?.() !== 0);

async function ask(
  file: string,
  args: string[],
  read: (answer: Answer) => EngineEvidence,
  server: string,
): Promise<EngineEvidence> {
  try {
    const found = read(await capture({ file, args }, LIMITS));
    return found.state === 'answers' ? { ...found, server } : found;
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return isAbsent(error) ? { state: 'missing' } : { state: 'silent', why: error.message };
  }
}

/** EACCES: it is in no folder of PATH that this user may look into. */
const isAbsent = ({ code, cause }: SpcError) =>
  code === 'engine-down' || (cause as NodeJS.ErrnoException | undefined)?.code === 'EACCES';
