/** `spc session ls`, `show`, `rm` and `export`. */
import { SpcError } from '../../core/errors.ts';
import { showBytes } from '../../core/processes/units.ts';
import { SESSION_COLUMNS, SESSION_DEFAULTS, type SessionRow } from '../../core/session/columns.ts';
import { sessionPage } from '../../core/session/page.ts';
import type { UseCase } from '../../core/types.ts';
import type { List } from '../list.ts';

/** The sessions on disk; `io/recorder` has the real ones. */
export interface Sessions {
  list(): Promise<SessionRow[]>;
  /** Throws `bad-session`. */
  find(name: string): Promise<SessionRow>;
  /** Throws `bad-session`, and `refused` for one that is being recorded. */
  remove(name: string): Promise<SessionRow>;
  /** To standard output without a file. Throws `bad-session`, `system`. */
  export(name: string, file: string | undefined): Promise<void>;
}

export function sessionList({ list }: Sessions): List<SessionRow> {
  return { columns: SESSION_COLUMNS, defaults: SESSION_DEFAULTS, read: async () => ({ rows: await list(), gaps: [] }) };
}

/** Shows the manifest. Throws `bad-session`. */
export async function* showSession({ find }: Sessions, name: string): UseCase {
  const row = await find(name);
  if (!row.manifest) throw new SpcError('bad-session', `the manifest of ${row.directory} is damaged`);
  yield { kind: 'page', sections: sessionPage(row, row.manifest), data: row };
  return 0;
}

/** Removes them; the first that cannot be removed ends it. Throws `bad-session`, `refused`. */
export async function* removeSessions({ remove }: Sessions, names: readonly string[]): UseCase {
  for (const name of names) {
    const { directory } = await remove(name);
    yield { kind: 'note', text: `removed ${directory}` };
  }
  return 0;
}

/**
 * Removes those that `isMeant`, but none that is being recorded. One that cannot be removed is told and stays: the exit status
 * is then that of its error.
 */
export async function* removeAll({ list, remove }: Sessions, isMeant: (row: SessionRow) => boolean): UseCase {
  let status = 0;
  const sum = { sessions: 0, bytes: 0 };
  for (const row of await list()) {
    if (row.state === 'recording' || !isMeant(row)) continue;
    try {
      await remove(row.directory);
      sum.sessions++;
      sum.bytes += row.size;
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      yield { kind: 'warning', text: [error.message, error.why].filter(Boolean).join(': ') };
      status = error.exitStatus;
    }
  }
  yield { kind: 'note', text: `removed ${sum.sessions} sessions, ${showBytes(sum.bytes)}` };
  return status;
}

/** Those that ended so many nanoseconds before `now` (ms since 1970); of a damaged one that is not known: it is none. */
export function olderThan(age: number, now: number): (row: SessionRow) => boolean {
  return ({ manifest }) =>
    manifest !== null && Number(manifest.clock.began) + (manifest.end?.at ?? 0) < now * 1e6 - age;
}

/** Writes one as a tar archive. Throws `bad-session`, `system`. */
export async function* exportSessionTo(sessions: Sessions, name: string, file: string | undefined): UseCase {
  await sessions.export(name, file);
  if (file !== undefined) yield { kind: 'note', text: `written to ${file}` };
  return 0;
}
