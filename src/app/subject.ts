/** From what a user typed to an image on an engine that answers. */
import { SpcError } from '../core/errors.ts';
import type { Recipe } from '../core/recipe.ts';
import { lastLine } from '../core/text.ts';
import type { EngineName, Image, Msg } from '../core/types.ts';
import type { Driver } from '../io/driver.ts';
import type { Host } from './host.ts';

/** The image a command is about, where it is, and the recipe of its name if there is one. */
export interface Subject {
  /** As the user typed it, or the recipe's image when an alias was typed. */
  reference: string;
  image: Image;
  driver: Driver;
  /** The recipe of that name, read when it is asked for: most images need none. */
  recipe(): Promise<Recipe | undefined>;
}

export interface SubjectRequest {
  image: string;
  engine?: EngineName | undefined;
  /** Fetch or build an image that is not there; asked for unless `yes`. */
  obtain: boolean;
  yes: boolean;
}

/** Builds the toolbox image into an engine: `spc tools build`, given by the caller. */
export type BuildTools = (driver: Driver) => AsyncGenerator<Msg, number>;

/**
 * Finds an image by reference, else by recipe; fetches or builds it when allowed.
 * Throws `no-image`, or the engine's own failure when one was named and does not answer.
 */
export async function* findSubject(
  host: Host,
  request: SubjectRequest,
  buildTools?: BuildTools,
): AsyncGenerator<Msg, Subject> {
  const { driver, image, passed } = yield* patiently(
    firstToAnswer(host.drivers(request.engine), request.image),
    'waiting for the engine to answer',
  );
  for (const error of passed) yield { kind: 'warning', text: `${error.message} (${error.why}); using ${driver.name}` };
  const recipe = () => host.recipe(request.image);
  if (image) return { reference: request.image, image, driver, recipe };

  const known = await recipe();
  for (const reference of known?.images ?? []) {
    const found = await driver.image(reference);
    if (found) return { reference, image: found, driver, recipe };
  }
  if (!request.obtain) throw noImage(request.image, driver, 'it is not in the local store', known);
  yield* obtain(host, request, driver, known, buildTools);
  return yield* findSubject(host, { ...request, engine: driver.name, obtain: false });
}

/** Builds the toolbox, or has the engine fetch the image. Throws `no-image`, `refused`. */
async function* obtain(
  host: Host,
  { image, yes }: SubjectRequest,
  driver: Driver,
  recipe: Recipe | undefined,
  buildTools: BuildTools | undefined,
): AsyncGenerator<Msg, void> {
  if (recipe?.build !== 'tools' || !buildTools) return yield* pull(driver, image, recipe);
  if (!yes && !host.terminal().canAsk) throw noImage(image, driver, 'it was not built yet', recipe);
  if (!yes && !host.ask(`${image} is not here. Build it now for ${driver.name}?`))
    throw new SpcError('refused', `${image} was not built`, 'you said no', `spc tools build --engine ${driver.name}`);
  yield* buildTools(driver);
}

/** Says what is waited for when that takes longer than a moment. */
export async function* patiently<T>(work: Promise<T>, text: string): AsyncGenerator<Msg, T> {
  const { promise: moment, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), A_MOMENT_MS);
  try {
    const first = await Promise.race([work, moment]);
    if (first === 'late') yield { kind: 'progress', text };
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

const A_MOMENT_MS = 1500;

interface Answering {
  driver: Driver;
  image: Image | undefined;
  /** What the engines before it failed with. */
  passed: SpcError[];
}

/** Asks each engine in turn; the first that answers, even with "no such image", is the one. */
export async function firstToAnswer(
  drivers: AsyncIterable<Driver> | Iterable<Driver>,
  reference: string,
): Promise<Answering> {
  const passed: SpcError[] = [];
  for await (const driver of drivers) {
    try {
      return { driver, image: await driver.image(reference), passed: passed.filter(isWorthSaying) };
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      passed.push(error);
    }
  }
  if (passed.length === 1) throw passed[0];
  throw new SpcError(
    'engine-down',
    'no engine answers',
    passed.map((error) => error.message).join('; '),
    '--engine builtin',
  );
}

/** An engine that is merely not installed was not expected to answer. */
const isWorthSaying = (error: SpcError) => !isNotInstalled(error);

/** Whether an error is that a program is not there. */
export const isNotInstalled = ({ cause }: SpcError) => (cause as { code?: unknown } | undefined)?.code === 'ENOENT';

const PULL_TIMEOUT_MS = 30 * 60_000;

async function* pull(driver: Driver, image: string, recipe: Recipe | undefined): AsyncGenerator<Msg, void> {
  const reference = recipe?.images[0] ?? image;
  const launch = reference.startsWith('localhost/') ? undefined : driver.pull?.(reference);
  if (!launch) throw noImage(image, driver, 'it is not in the local store', recipe);
  yield { kind: 'progress', text: `${image} is not here: ${driver.name} pulls ${reference}` };
  const { status, stderr } = await launch.capture(PULL_TIMEOUT_MS);
  if (status !== 0) throw noImage(image, driver, lastLine(stderr), recipe);
}

function noImage(image: string, driver: Driver, why: string, recipe: Recipe | undefined): SpcError {
  const hint =
    recipe?.build === 'tools'
      ? `spc tools build --engine ${driver.name}`
      : driver.name === 'builtin'
        ? 'spc image load FILE, or another --engine'
        : `${driver.name} images; spc recipe ls; or another --engine`;
  return new SpcError('no-image', `no such image: ${image} (${driver.name})`, why, hint);
}
