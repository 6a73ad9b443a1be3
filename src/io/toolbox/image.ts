/** Tools of an image: which image, in which engine, and whether it may run. */
import { SpcError } from '../../core/errors.ts';
import type { EngineName, Image } from '../../core/types.ts';
import { AUTOMATIC_ORDER, ENGINES } from '../../engines/index.ts';
import { cliDriver, type Driver } from '../driver.ts';
import { capture } from '../process.ts';
import { isTrusted } from '../trusted.ts';
import { cleanEnvironment, engineVariables } from './environment.ts';
import { firstLine, trustedProgram } from './host.ts';

/** What `spc tools build` makes. */
export const TOOLS_IMAGE = 'localhost/rhel-tools:latest';

/** Where tools of an image are to come from. */
export interface ImageChoice {
  /** An image the user named; undefined: the tools image, which must have been built here. */
  image?: string | undefined;
  engine?: EngineName | undefined;
}

/** An image whose tools may run. */
export interface ToolsImage {
  image: Image;
  /** As it was asked for. */
  reference: string;
  engine: EngineName;
  /** The engine's program: absolute path; empty for builtin. */
  program: string;
  /** What its engine runs just this image by. */
  pin: string;
}

/**
 * The first engine that has the image. What runs is the image of that id, whatever its name means by then: one built here, or
 * one that the user named. Throws `no-tool` when no engine has it, `refused` when it was not built here, `no-root`, and what
 * a named engine fails with.
 */
export async function findImage({ image: named, engine }: ImageChoice): Promise<ToolsImage> {
  if (process.geteuid?.() !== 0)
    throw new SpcError(
      'no-root',
      'a tool from an image needs root',
      'it traces processes of the host',
      'run it with sudo',
    );
  const reference = named ?? TOOLS_IMAGE;
  const failures: string[] = [];
  let refused: SpcError | undefined;
  for (const name of engine ? [engine] : enginesToAsk()) {
    try {
      const found = await ask(name, reference);
      if (found && (named !== undefined || isTrusted(found.image.id))) return found;
      if (found) refused ??= notBuiltHere(found);
    } catch (error) {
      if (!(error instanceof SpcError) || engine) throw error;
      failures.push(error.message);
    }
  }
  throw refused ?? noImage(reference, named !== undefined, failures);
}

/** Whoever points a CLI at a server means that server. */
function enginesToAsk(): readonly EngineName[] {
  const { SPC_ENGINE, DOCKER_HOST, DOCKER_CONTEXT, CONTAINER_HOST } = process.env;
  if (SPC_ENGINE) return [engineNamed(SPC_ENGINE)];
  if (DOCKER_HOST || DOCKER_CONTEXT) return ['docker'];
  return CONTAINER_HOST ? ['podman'] : AUTOMATIC_ORDER;
}

function engineNamed(text: string): EngineName {
  if (text === 'builtin' || Object.hasOwn(ENGINES, text)) return text as EngineName;
  throw new SpcError('usage', `'${text}' is no engine`, '', 'docker, podman, nerdctl or builtin');
}

async function ask(name: EngineName, reference: string): Promise<ToolsImage | undefined> {
  if (name === 'builtin') {
    const image = (await import('../image-store.ts')).findImage(reference);
    return image && { image, reference, engine: name, program: '', pin: image.id };
  }
  const program = trustedProgram(name);
  if (program === undefined) throw new SpcError('engine-down', `there is no ${name} here`);
  const driver: Driver = cliDriver(ENGINES[name]);
  const image = await driver.image(reference);
  return image && { image, reference, engine: name, program, pin: ENGINES[name].pin(image) };
}

function notBuiltHere({ reference, engine, image }: ToolsImage): SpcError {
  return new SpcError(
    'refused',
    `${reference} (${engine}) was not built here`,
    `its tools would run as root on this host, and ${image.id.slice(0, 19)} is not on record as built by spc`,
    `spc tools build --engine ${engine}, or name it: --image ${reference}`,
  );
}

function noImage(reference: string, isNamed: boolean, failures: string[]): SpcError {
  const why = [`no engine has ${reference}`, ...failures].join('; ');
  return new SpcError('no-tool', 'there is no tools image', why, isNamed ? 'see: docker images' : 'spc tools build');
}

/**
 * What a tool of the image says of its version; undefined when the image has no such tool. Runs it, without network or
 * privileges. Throws `system` when the engine cannot run it.
 */
export async function versionIn(
  { engine, program, pin, image }: ToolsImage,
  tool: string,
): Promise<string | undefined> {
  const words = ['run', '--rm', '--network=none', '--cap-drop=ALL', `--entrypoint=${tool}`];
  if (engine === 'builtin') return await versionInBuiltin([...words, pin, '--version'], image);
  const args = [...words, '--log-driver=none', pin, '--version'];
  const env = cleanEnvironment(engineVariables());
  const { status, stdout, stderr } = await capture({ file: program, args, env }, { timeoutMs: 60_000 });
  if (status === 127 && /not found|no such file/i.test(stderr)) return undefined;
  if (status >= 125 && status <= 127)
    throw new SpcError('system', `${engine} cannot run ${tool}`, firstLine(stderr), '--from host');
  return firstLine(stdout) || firstLine(stderr);
}

async function versionInBuiltin(words: string[], image: Image): Promise<string | undefined> {
  const { builtinPlan } = await import('./builtin.ts');
  const [{ startBuiltin }, { text }] = await Promise.all([import('../builtin.ts'), import('node:stream/consumers')]);
  const { child, exited } = await startBuiltin(builtinPlan(words, image), true);
  const [out, err, status] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    exited.catch((error: SpcError) => error.exitStatus),
  ]);
  return status === 127 || status === 126 ? undefined : firstLine(out) || firstLine(err);
}
