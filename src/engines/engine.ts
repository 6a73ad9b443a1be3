/** What an engine's phrase book holds: how to say things to its CLI, and how to read its answers. */
import type { SpcError } from '../core/errors.ts';
import type {
  Answer,
  Container,
  EngineName,
  Image,
  Invocation,
  ListedImage,
  RunSpec,
  VerbSpec,
} from '../core/types.ts';

export interface ExecOptions {
  interactive: boolean;
  tty: boolean;
}

/** Local images: those that the answer tells whole, and ids of those that must be asked for. */
export interface ImageListing {
  images: ListedImage[];
  ids: string[];
}

/** An engine driven through its CLI, so that contexts, DOCKER_HOST, TLS and ssh are the CLI's affair. */
export interface Engine {
  name: Exclude<EngineName, 'builtin'>;
  /** The program's name, found in PATH. */
  program: string;
  /** What an answer that is a failure means: `engine-down`, `no-root` or `system`. */
  failure(answer: Answer): SpcError;
  inspectImage(reference: string): Invocation;
  /** undefined: no such image. Throws `engine-down`, `no-root` or `system` when the engine gave no answer. */
  parseImage(answer: Answer): Image | undefined;
  listImages(): Invocation;
  /** Throws like parseImage. */
  parseImages(answer: Answer): ImageListing;
  /** Several at once; those that are gone meanwhile are missing from the answer. */
  inspectImages(ids: readonly string[]): Invocation;
  inspectContainer(name: string): Invocation;
  /** undefined: no such container. Throws like parseImage. */
  parseContainer(answer: Answer): Container | undefined;
  /** The operand that makes this engine run just this image, whatever happens to its tag meanwhile. */
  pin(image: Image): string;
  run(spec: RunSpec): Invocation;
  /** `stop`, `kill`, `rm` … as a label wrote it. */
  verb(spec: VerbSpec): Invocation;
  exec(container: string, command: string[], options: ExecOptions): Invocation;
  start(container: string, options: { attach: boolean }): Invocation;
  stop(container: string): Invocation;
  /** Removes a container, running or not. */
  remove(container: string): Invocation;
  pull(reference: string): Invocation;
  /** A stopped container to copy a file from; its id is on stdout. */
  create(image: string): Invocation;
  /** A file of a container as a tar stream on stdout. */
  copyOut(container: string, path: string): Invocation;
  /** A docker-archive into the engine's store. */
  load(archive: string): Invocation;
}
