/** A driver performs what an engine's phrase book says: one shape for the CLI engines and for builtin. */
import { SpcError } from '../core/errors.ts';
import { lastLine } from '../core/text.ts';
import type { Answer, Container, EngineName, Image, Invocation, RunSpec, VerbSpec } from '../core/types.ts';
import type { Engine, ExecOptions } from '../engines/engine.ts';
import { foreground } from './foreground.ts';
import { capture } from './process.ts';

/** Something ready to start: what it is, for the eye and --dry-run, and the act. */
export interface Launch {
  /** The argv as a user could type it. */
  argv: string[];
  /** Oddities worth a line before it starts. */
  warnings: string[];
  /** On the caller's terminal; resolves with the exit status. */
  start(): Promise<number>;
  /** With its output captured, for a detached run or a removal; `timeoutMs` is two minutes unless told. */
  capture(timeoutMs?: number): Promise<Answer>;
}

export interface Driver {
  name: EngineName;
  /** undefined: no such image. Throws `engine-down`, `engine-timeout`, `no-root`. */
  image(reference: string): Promise<Image | undefined>;
  container(name: string): Promise<Container | undefined>;
  /** The run of just this image, whatever its tag says by then. */
  run(spec: RunSpec, image: Image): Promise<Launch>;
  verb(spec: VerbSpec): Launch;
  exec(container: Container, command: string[], options: ExecOptions): Launch;
  start(container: Container, options: { attach: boolean }): Launch;
  stop(container: string): Launch;
  remove(container: string): Launch;
  /** undefined: this engine cannot fetch images. */
  pull?(reference: string): Launch;
  /** A regular file of an image as text, at most `maxBytes`; undefined: no such file. */
  readFile(image: Image, path: string, maxBytes: number): Promise<string | undefined>;
  /** Loads a docker-archive. */
  load(archive: string): Promise<void>;
}

/** An image's description beyond this is no description: labels are limited to 64 KiB each. */
const MAX_DESCRIPTION_BYTES = 16 * 1024 * 1024;

/** The driver of an engine that has a CLI. */
export function cliDriver(engine: Engine): Driver {
  const launch = (invocation: Invocation): Launch => ({
    argv: [invocation.file, ...invocation.args],
    warnings: [],
    start: () => foreground(invocation),
    capture: (timeoutMs = 120_000) => capture(invocation, { timeoutMs }),
  });
  const describe = (invocation: Invocation) =>
    capture(invocation, { maxBytes: MAX_DESCRIPTION_BYTES, tooMuch: descriptionTooLarge });
  return {
    name: engine.name,
    image: async (reference) => engine.parseImage(await describe(engine.inspectImage(reference))),
    container: async (name) => engine.parseContainer(await describe(engine.inspectContainer(name))),
    run: async (spec, image) => launch(engine.run({ ...spec, image: engine.pin(image) })),
    verb: (spec) => launch(engine.verb(spec)),
    exec: (container, command, options) => launch(engine.exec(container.name, command, options)),
    start: (container, options) => launch(engine.start(container.name, options)),
    stop: (name) => launch(engine.stop(name)),
    remove: (name) => launch(engine.remove(name)),
    pull: (reference) => launch(engine.pull(reference)),
    readFile: (image, path, maxBytes) => readFile(engine, image, path, maxBytes),
    load: async (archive) => {
      await succeed(engine.load(archive), `${engine.name} could not load the image`, 600_000);
    },
  };
}

/** Captures a command that must succeed; throws `system` with its last line otherwise. */
async function succeed(invocation: Invocation, what: string, timeoutMs = 60_000): Promise<string> {
  const { status, stdout, stderr } = await capture(invocation, { timeoutMs });
  if (status !== 0) throw new SpcError('system', what, lastLine(stderr));
  return stdout;
}

/** Copies a file out of a container that is made for it and never started: nothing of the image runs. */
async function readFile(engine: Engine, image: Image, path: string, maxBytes: number): Promise<string | undefined> {
  const id = (await succeed(engine.create(engine.pin(image)), `${engine.name} could not open the image`)).trim();
  try {
    const { status, stdout } = await capture(engine.copyOut(id, path), {
      maxBytes: maxBytes + 64 * 1024,
      encoding: 'latin1',
    });
    if (status !== 0) return undefined;
    const { firstRegularFile } = await import('./tar.ts');
    return await firstRegularFile(stdout, maxBytes);
  } finally {
    await capture(engine.remove(id));
  }
}

function descriptionTooLarge(): SpcError {
  return new SpcError(
    'label-too-large',
    "the engine's description of the image is larger than 16 MiB",
    'no label may be larger than 64 KiB',
    'do not trust this image',
  );
}
