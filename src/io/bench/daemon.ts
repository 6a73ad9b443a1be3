/**
 * Which dockerd it is that answers: there may be several, root's and users', each with settings of its own. The one that holds
 * the listening socket, and sees the same file at its path, is the one.
 */
import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { parseListening } from '../../core/bench/parse/unix-sockets.ts';
import type { Piece } from '../../core/bench/types.ts';
import { socketInode } from '../../core/inspect/ports.ts';
import type { ProcessEntry } from '../../core/processes/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { attempt, tryReadText } from '../inspect/files.ts';

/** 100,000 sockets. */
const MAX_TABLE_BYTES = 16 * 1024 * 1024;

/** What can be told of a process; `unknown` without the right to look. */
export type Holds = 'yes' | 'no' | 'unknown';

/**
 * The daemon among processes of that name.
 *
 * @param socket its API socket; '' when it listens on the network only, or that is not known
 * @param holds whether a process is the one that listens there
 */
export function daemonAmong(
  candidates: readonly ProcessEntry[],
  socket: string,
  holds: (pid: number, socket: string) => Holds = holdsSocket,
): Piece<ProcessEntry> {
  const [only] = candidates;
  if (!only) return { missing: 'the daemon that answers is not among the processes of this host' };
  if (socket === '')
    return candidates.length === 1
      ? { ok: only }
      : { missing: `which of ${candidates.length} dockerd answers cannot be told` };
  const looked = candidates.map((process) => ({ process, is: holds(process.pid, socket) }));
  const [first, ...more] = looked.filter(({ is }) => is === 'yes');
  if (first && more.length === 0) return { ok: first.process };
  if (!first && candidates.length === 1 && looked[0]?.is === 'unknown') return { ok: only };
  const many = first ? `${more.length + 1} dockerd seem to be` : 'no dockerd is known to be';
  return { missing: `${many} the one that answers at ${socket}` };
}

/** Read from /proc/PID/net/unix, fd and root. */
export function holdsSocket(pid: number, socket: string): Holds {
  const table = tryReadText(`/proc/${pid}/net/unix`, MAX_TABLE_BYTES);
  const held = heldSockets(pid);
  if (table === undefined || held === undefined) return 'unknown';
  const names = namesOf(socket);
  const listening = parseListening(table).filter(({ path }) => names.includes(path));
  if (!listening.some(({ inode }) => held.has(inode))) return 'no';
  // an absolute link, as /var/run is, leads to the caller's files from there, too
  const direct = socket.replace(/^\/var\/run\//, '/run/');
  const [own, its] = [identityOf(hostPath(direct)), identityOf(`/proc/${pid}/root${direct}`)];
  return own !== undefined && its !== undefined && own !== its ? 'no' : 'yes';
}

/** By every name it may have been bound under: /var/run is a link to /run, and the caller's path may be one, too. */
function namesOf(socket: string): string[] {
  const real = attempt(() => realpathSync(socket)) ?? socket;
  return [socket, real].flatMap((path) => [
    path,
    path.replace(/^\/run\//, '/var/run/'),
    path.replace(/^\/var\/run\//, '/run/'),
  ]);
}

function heldSockets(pid: number): Set<number> | undefined {
  const folder = `/proc/${pid}/fd`;
  const names = attempt(() => readdirSync(folder));
  if (!names) return undefined;
  return new Set(names.flatMap((fd) => socketInode(attempt(() => readlinkSync(`${folder}/${fd}`)) ?? '') ?? []));
}

/** Of a file, wherever it is seen from; undefined when it cannot be. */
function identityOf(path: string): string | undefined {
  const stats = attempt(() => statSync(path));
  return stats && `${stats.dev}:${stats.ino}`;
}
