/** What a run does when a container of that name exists: atomic's rules, its bugs mended. */
import { SpcError } from '../core/errors.ts';
import type { Container, Image } from '../core/types.ts';

export type NextStep =
  /** Make a new container; first remove the old one. */
  | { do: 'create'; remove: boolean }
  /** Run the command inside the running one. */
  | { do: 'exec'; command: string[] }
  /** Start the stopped one and talk to it. */
  | { do: 'attach' }
  /** Start the stopped one; then run the command inside, if there is one. */
  | { do: 'start'; command: string[] }
  /** It runs and nothing was asked of it. */
  | { do: 'nothing' };

export interface Wish {
  image: Image;
  replace: boolean;
  args: string[];
}

/**
 * Decides by name, image, state and interactivity. Throws `name-in-use` for a container of another image,
 * which is removed with --replace only.
 */
export function nextStep(existing: Container | undefined, { image, replace, args }: Wish): NextStep {
  if (!existing) return { do: 'create', remove: false };
  if (replace) return { do: 'create', remove: true };
  if (existing.imageId !== image.id) throw nameInUse(existing);
  if (existing.running) {
    if (args.length) return { do: 'exec', command: args };
    return existing.interactive ? { do: 'exec', command: defaultCommand(existing, image) } : { do: 'nothing' };
  }
  if (args.length) return { do: 'start', command: args };
  return existing.interactive ? { do: 'attach' } : { do: 'start', command: [] };
}

/** What `exec` runs when the user named nothing: the container's command, else the image's. */
function defaultCommand(existing: Container, image: Image): string[] {
  const command = existing.cmd.length ? existing.cmd : image.cmd;
  return command.length ? command : ['sh'];
}

function nameInUse({ name, imageRef, running }: Container): SpcError {
  return new SpcError(
    'name-in-use',
    `a container named ${name} exists and is of another image`,
    `it is ${running ? 'running' : 'stopped'} and was made from ${imageRef}`,
    '--name OTHER, or --replace to remove it first',
  );
}
