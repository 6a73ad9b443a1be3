/** The guard process: tiny while it waits for spc to end; what undoes things is started only when there is something. */
import { type ChildProcess, spawn } from 'node:child_process';
import { helperProgram } from '../package-root.ts';

/**
 * sh(1), at 1 MB where Node has 45. It holds the other end of a pipe that only spc has: when that ends, spc has. Its words
 * are data, none is part of the text. What the terminal or its end sends is not for it.
 */
const WAIT = `trap '' INT QUIT HUP TERM TSTP; read -r _; [ -e "$1" ] || exit 0; shift; exec "$@"`;

/** Shown by ps(1). */
const NAME = 'spc guard';

/** Starts a guard for a journal. It is in a session of its own, and does not keep spc from ending. */
export function startWatcher(journal: string): ChildProcess {
  const undoing = [process.execPath, '--no-warnings', helperProgram('guard-main'), journal];
  const child = spawn('/bin/sh', ['-c', WAIT, NAME, journal, ...undoing], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  child.on('error', () => {}); // without a guard the next start of spc undoes what is left
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return child;
}
