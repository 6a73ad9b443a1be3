/** The line above a table: how much there is, and what could not be read. */
import type { ListName } from '../../../../core/wire/types.ts';
import type { TableState } from '../../state.ts';
import type { Role } from '../../theme.ts';

const NOUNS: Record<ListName, [one: string, more: string]> = {
  containers: ['container', 'containers'],
  processes: ['process', 'processes'],
  namespaces: ['namespace', 'namespaces'],
  images: ['image', 'images'],
  sessions: ['recorded session', 'recorded sessions'],
};

/** What an empty table says. */
export const EMPTY: Record<ListName, string> = {
  containers: 'no container runs; a: those that do not run, too',
  processes: 'no process',
  namespaces: 'no namespace',
  images: 'no engine has an image',
  sessions: 'nothing was recorded yet; w on a container records strace, tcpdump and its log',
};

export interface Summary {
  text: string;
  /** Empty: none. */
  trouble: string;
  role: Role;
}

/** `shown`: rows that the filter lets through. */
export function summary({ answer, error, filter, request }: TableState, list: ListName, shown: number): Summary {
  const trouble = error
    ? { trouble: [error.what, error.why, error.hint].filter(Boolean).join('; '), role: 'error' as const }
    : { trouble: gapsText(answer?.gaps ?? []), role: 'warning' as const };
  if (!answer) return { text: error ? '' : 'reading ...', ...trouble };
  const total = answer.rows.length;
  const of = filter === '' ? `${total}` : `${shown} of ${total}`;
  const parts = [
    `${of} ${NOUNS[list][total === 1 ? 0 : 1]}`,
    request.target !== undefined && `of ${request.target}`,
    request.all && 'all',
    filter !== '' && `with ${filter}`,
  ];
  return { text: parts.filter(Boolean).join('  '), ...trouble };
}

/** The first in full, of the others how many. */
const gapsText = ([first, ...others]: readonly string[]) =>
  first === undefined ? '' : `! ${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;
