/** Engines, each asked once through its own CLI. */
import type { CliEngine, EngineEvidence, Evidence, ToolsImageEvidence } from '../../core/doctor/evidence.ts';
import { parseDockerInfo, parsePodmanVersion } from '../../core/doctor/parse.ts';
import { SpcError } from '../../core/errors.ts';
import type { Answer } from '../../core/types.ts';
import { ENGINES } from '../../engines/index.ts';
import { capture } from '../process.ts';
import { isTrusted } from '../trusted.ts';

const MAX_BYTES = 4 * 1024 * 1024;

const JSON_FORMAT = ['--format', '{{json .}}'];

/** All of them at once. @param ms how long each may take */
export async function askEngines(ms: number): Promise<Evidence['engines']> {
  const [docker, podman, nerdctl] = await Promise.all([
    ask('docker', ['info', ...JSON_FORMAT], parseDockerInfo, process.env['DOCKER_HOST'] ?? '', ms),
    ask('podman', ['version', ...JSON_FORMAT], readPodman, process.env['CONTAINER_HOST'] ?? '', ms),
    ask('nerdctl', ['info', ...JSON_FORMAT], parseDockerInfo, '', ms),
  ]);
  return { docker, podman, nerdctl };
}

/** Which of these engines have the image of tools; null: none of them answers. @param ms how long each may take */
export async function findToolsImage(reference: string, ms: number): Promise<ToolsImageEvidence | null> {
  const asked = await Promise.all(ASKED.map(async (name) => ({ name, id: await imageId(name, reference, ms) })));
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
async function imageId(name: CliEngine, reference: string, ms: number): Promise<string | null | undefined> {
  try {
    const answer = await capture(ENGINES[name].inspectImage(reference), { timeoutMs: ms, maxBytes: MAX_BYTES });
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
  ms: number,
): Promise<EngineEvidence> {
  try {
    const found = read(await capture({ file, args }, { timeoutMs: ms, maxBytes: MAX_BYTES }));
    return found.state === 'answers' ? { ...found, server } : found;
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    if (isAbsent(error)) return { state: 'missing' };
    return { state: error.code === 'engine-timeout' ? 'slow' : 'silent', why: error.message };
  }
}

/** EACCES: it is in no folder of PATH that this user may look into. */
const isAbsent = ({ code, cause }: SpcError) =>
  code === 'engine-down' || (cause as NodeJS.ErrnoException | undefined)?.code === 'EACCES';
