/** What is spc's own: shown as left out, with the reason, and never as a finding. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InspectedContainer } from '../../core/bench/parse/containers.ts';
import type { InspectedImage } from '../../core/bench/parse/images.ts';
import { SpcError } from '../../core/errors.ts';
import { guardPlace } from '../guard/directory.ts';
import { parseJournal } from '../guard/entry.ts';
import { MARK } from '../guard/marked.ts';
import { attempt, tryReadText } from '../inspect/files.ts';
import { checkTrusted } from '../safe-file.ts';
import { isTrusted } from '../trusted.ts';

const NAME = /^spc-tool-[0-9a-f]{12}$/;
const MARKED = new RegExp(`^${MARK}=[0-9a-f]{32}$`);

/** Whether a container is a tool of spc, and why. */
export interface OwnTools {
  why(container: InspectedContainer): string;
}

/**
 * A tool has its name and its mark, which whoever makes a container chooses; and its image is on record as built here, or its
 * session has written it down, which others can do neither.
 *
 * @param noted names of tools that sessions are to remove
 * @param isBuiltHere by the image's id
 */
export function ownTools(
  noted: ReadonlySet<string> = notedTools(),
  isBuiltHere: (id: string) => boolean = wasBuiltHere,
): OwnTools {
  return {
    why({ name, env, image }) {
      const looksIt = NAME.test(name) && env.some((variable) => MARKED.test(variable));
      return looksIt && (noted.has(name) || isBuiltHere(image.id)) ? 'a tool of spc' : '';
    },
  };
}

/** The tools image; a label alone anybody can write. */
export function whyOwnImage({ id, labels }: InspectedImage, isBuiltHere = wasBuiltHere): string {
  return Object.hasOwn(labels, 'spc.tools.inputs') && isBuiltHere(id) ? 'the tools image of spc' : '';
}

/** Of the journals of this user's sessions; none when others could have written them. */
export function notedTools(place = guardPlace()): ReadonlySet<string> {
  const names = attempt(() => readdirSync(place)) ?? [];
  try {
    if (names.length > 0) checkTrusted(place, { belowSticky: true });
  } catch (error) {
    if (error instanceof SpcError) return new Set();
    throw error;
  }
  const entries = names.flatMap((name) => parseJournal(tryReadText(join(place, name)) ?? ''));
  return new Set(entries.flatMap((entry) => (entry?.kind === 'container' ? [entry.name] : [])));
}

/** A record that is damaged proves nothing. */
function wasBuiltHere(id: string): boolean {
  try {
    return isTrusted(id);
  } catch (error) {
    if (error instanceof SpcError) return false;
    throw error;
  }
}
