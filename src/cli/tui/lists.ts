/** The lists of the terminal UI. */
import { browseContainers } from '../../app/browse/containers.ts';
import { browseImages } from '../../app/browse/images.ts';
import { type Browser, browser } from '../../app/browse/list.ts';
import { browseNamespaces } from '../../app/browse/namespaces.ts';
import { browseProcesses } from '../../app/browse/processes.ts';
import { browseSessions } from '../../app/browse/sessions.ts';
import { SpcError } from '../../core/errors.ts';
import { ASCII, BOX } from '../../core/namespaces/tree/draw.ts';
import type { ListAnswer, ListName, ListRequest } from '../../core/wire/types.ts';

import { isUtf8 } from '../locale.ts';
import { SESSIONS } from '../session.ts';
import { realSystem } from '../system.ts';
import { imageSources } from './image-sources.ts';
import { Kept } from './kept.ts';
import { watched } from './watched.ts';

/** One for all lists: what one of them has read is known to the others. */
const system = watched(realSystem());

const LISTS = {
  containers: (request) => browser(browseContainers(system, request)),
  processes: (request) => browser(browseProcesses(system, request, isUtf8() ? BOX : ASCII)),
  namespaces: (request) => browseNamespaces(system, request),
  images: () => browser(browseImages(imageSources)),
  sessions: () => browser(browseSessions(SESSIONS)),
} satisfies Record<ListName, (request: ListRequest) => Browser>;

/** Lists that nobody asked for so long are begun anew: a target is looked for again, CPU use is told from now on. */
const IDLE_MS = 10_000;

const kept = new Kept<Browser>(IDLE_MS, 'asked');

/**
 * Reads a list. What changes from one reading to the next, as CPU use, needs both: it is kept between requests that differ
 * in nothing but the order. Throws what its reading throws, and `usage` for a list or column there is not.
 */
export async function readList(request: ListRequest): Promise<ListAnswer> {
  const { list, sort, ...which } = request;
  if (!Object.hasOwn(LISTS, list)) throw new SpcError('usage', `there is no list '${list}'`);
  const key = JSON.stringify([list, which.target, which.tree ?? false, which.all ?? false]);
  const browse = kept.get(key, () => LISTS[list](request));
  return await browse(sort);
}
