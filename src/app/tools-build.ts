/** `spc tools build`: makes the toolbox image, loads it into an engine, checks that it arrived, and trusts it. */
import { SpcError } from '../core/errors.ts';
import type { Image, Msg, UseCase } from '../core/types.ts';
import type { Driver } from '../io/driver.ts';
import { type BuiltImage, type ImagePlan, type ImageRequest, INPUTS_LABEL } from '../io/tools/image.ts';
import type { Step, Steps } from '../io/tools/run.ts';
import type { WorkDirectory } from '../io/tools/workdir.ts';
import type { TrustedImage } from '../io/trusted.ts';
import { firstToAnswer } from './subject.ts';

export interface ToolsBuildRequest extends ImageRequest {
  /** Build although the engine has this very image. */
  force: boolean;
  /** Leave the archive here, too. */
  output?: string | undefined;
  /** Where the work is done; removed afterwards. */
  workDirectory: string;
}

/** What building needs of the system. */
export interface ToolsIo {
  isRoot(): boolean;
  planImage(request: ImageRequest): Steps<ImagePlan>;
  makeWorkDirectory(parent: string): Promise<WorkDirectory>;
  isTrusted(id: string): boolean;
  trust(id: string, image: TrustedImage): void;
  /** Milliseconds, on a clock that only goes forward. */
  now(): number;
  /** ISO 8601. */
  date(): string;
}

/**
 * Builds the image and loads it into the first of the engines that answers; with none, only the archive is made.
 * Throws `no-root`, `build-failed`, or the engine's own failure.
 */
export async function* toolsBuild(
  io: ToolsIo,
  drivers: AsyncIterable<Driver> | Iterable<Driver> | undefined,
  request: ToolsBuildRequest,
): UseCase {
  if (!io.isRoot()) throw needsRoot();
  const started = io.now();
  const plan = yield* narrate(io, io.planImage(request));
  const target = drivers && (await firstToAnswer(drivers, plan.tag));
  if (target?.image && !request.force && !request.output && isUpToDate(io, plan, target.image))
    return yield* upToDate(target.driver, target.image, plan);

  const work = await io.makeWorkDirectory(request.workDirectory);
  try {
    const built = yield* narrate(io, plan.build(work, request.output));
    const id = target ? yield* load(target.driver, built) : built.id;
    io.trust(id, { tag: built.tag, engine: target?.driver.name ?? 'none', at: io.date() });
    const seconds = Math.round((io.now() - started) / 100) / 10;
    yield* report({
      ...built,
      id,
      engine: target?.driver.name ?? null,
      seconds,
      archive: request.output ? built.archive : null,
    });
    return 0;
  } catch (error) {
    throw asBuildFailure(error);
  } finally {
    await work.remove();
  }
}

/** Only an image that was built here may stand in for a build: anyone can write a label. */
function isUpToDate(io: ToolsIo, { inputs }: ImagePlan, image: Image): boolean {
  return inputs !== undefined && image.labels[INPUTS_LABEL] === inputs && io.isTrusted(image.id);
}

async function* upToDate({ name }: Driver, { id, size }: Image, { tag, packages }: ImagePlan): UseCase {
  yield {
    kind: 'result',
    text: `${tag} is up to date in ${name}: ${id}\n--force builds it all the same`,
    data: {
      tag,
      id,
      engine: name,
      size: size ?? null,
      packages: packages ?? null,
      seconds: 0,
      built: false,
      archive: null,
    },
  };
  return 0;
}

/** Loads the archive, and gives the id the engine knows the image by. */
async function* load(driver: Driver, { archive, tag, id, inputs, size }: BuiltImage): AsyncGenerator<Msg, string> {
  yield { kind: 'progress', text: `loading into ${driver.name}: ${megabytes(size)}` };
  await driver.load(archive);
  const image = await driver.image(tag);
  if (image?.id === id) return id;
  if (!image || image.labels[INPUTS_LABEL] !== inputs) throw notArrived(driver, tag, id, image);
  // docker's containerd store knows an image by its manifest's digest, which depends on how it packs the layer.
  yield { kind: 'note', text: `${driver.name} knows the image by another digest than its config's: ${image.id}` };
  return image.id;
}

interface Report extends Omit<BuiltImage, 'archive'> {
  engine: string | null;
  seconds: number;
  archive: string | null;
}

async function* report(facts: Report): AsyncGenerator<Msg, void> {
  const { tag, id, engine, size, packages, seconds, archive } = facts;
  const where = [engine && `in ${engine}`, archive && `in ${archive}`].filter(Boolean).join(' and ');
  const text = `${tag} ${where}\n${id}\n${packages} packages, ${megabytes(size)}, ${seconds} s`;
  yield { kind: 'result', text, data: { tag, id, engine, size, packages, seconds, built: true, archive } };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** At most one line a second within a phase: a log should stay readable. */
const QUIET_MS = 1000;

async function* narrate<T>(io: ToolsIo, steps: Steps<T>): AsyncGenerator<Msg, T> {
  let last: Step | undefined;
  let at = 0;
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
    const { phase, detail } = step.value;
    if (phase === last?.phase && io.now() - at < QUIET_MS) continue;
    [last, at] = [step.value, io.now()];
    yield { kind: 'progress', text: detail ? `${phase}: ${detail}` : phase };
  }
}

function asBuildFailure(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof SpcError || code === undefined) return error;
  const full = code === 'ENOSPC';
  return new SpcError(
    'build-failed',
    full ? 'the disk is full' : 'the build could not go on',
    message,
    full ? 'make room, or work on another disk with --work-dir DIR' : '',
    { cause: error },
  );
}

function notArrived({ name }: Driver, tag: string, id: string, image: Image | undefined): SpcError {
  const why = image ? `${tag} is ${image.id} there` : `it has no ${tag}`;
  return new SpcError(
    'build-failed',
    `${name} does not have the image that was built, ${id}`,
    why,
    'is another build under way?',
  );
}

function needsRoot(): SpcError {
  return new SpcError(
    'no-root',
    'building the toolbox image needs root',
    'the files in it keep their owners',
    'sudo spc tools build, or build tools-image/Containerfile with an engine of your own',
  );
}
