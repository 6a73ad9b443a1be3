/** Recorded sessions, to be browsed. */

import { sanitize } from '../../core/sanitize.ts';
import type { SessionRow } from '../../core/session/columns.ts';
import type { Identity } from '../../core/wire/answer.ts';
import { type Sessions, sessionList } from '../session/sessions.ts';
import type { Browsed } from './list.ts';

const SHOWN = ['name', 'began', 'duration', 'target', 'tracers', 'events', 'losses', 'size', 'state', 'reason'];

/** The newest first, as it is the one that is looked for. */
export function browseSessions(sessions: Sessions): Browsed<SessionRow> {
  const list = sessionList(sessions);
  return {
    ...list,
    defaults: SHOWN,
    spare: ['reason'],
    identify,
    read: async () => {
      const { rows, gaps } = await list.read();
      return { rows: rows.toReversed(), gaps };
    },
  };
}

function identify({ name, directory, state }: SessionRow): Identity {
  return {
    id: directory,
    target: [name, directory].find(isPlain) ?? '',
    mark: state === 'damaged' ? 'bad' : '',
    engine: '',
  };
}

/** Neither a word with a meaning of its own, nor an option, nor what a terminal would take for something else. */
const isPlain = (name: string) => name !== 'last' && !name.startsWith('-') && sanitize(name) === name;
