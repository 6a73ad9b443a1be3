/** A command that is started stopped, so that a tracer can be attached before its first call. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { SpcError } from '../../core/errors.ts';
import { withSignals } from '../foreground.ts';
import { statOf } from '../proc/one.ts';
import { exitStatus } from '../process.ts';
import { openGuard } from '../tracing/guard.ts';
import { addSubject } from '../tracing/members-kin.ts';

export interface Launched {
  /** Host pid; the command's own from its first instruction on. */
  pid: number;
  /** Lets it begin. */
  go(): void;
  /** Ends it at once. */
  kill(): void;
  /** Its exit status; 128 + n for signal n. */
  ended: Promise<number>;
}

/**
 * What stops itself and becomes the command. The text is fixed; of dash's calls only the return of kill and the execve come
 * after the stop, of other shells a few more. It stops when it is told to, by a line: then the guard knows of it. When spc
 * ends before that, there is no line.
 */
const STOPPED = 'read -r _ <&3 || exit; exec 3<&-; kill -STOP $$; exec "$@"';
/** Where that line comes from. */
const GATE = 3;
const POLL_MS = 2;

/**
 * Starts it with the caller's input, output and environment; signals to spc are passed on to it. Resolves when it is
 * stopped. Should spc be killed before it was let go, the guard ends it. Throws `no-command`, `not-executable`, `system`.
 */
export async function launch([name = '', ...args]: readonly string[]): Promise<Launched> {
  const path = programPath(name);
  const child = spawn('/bin/sh', ['-c', STOPPED, 'sh', path, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  const exited = Promise.withResolvers<number>();
  child.on('error', () => exited.resolve(127));
  child.on('exit', (code, signal) => exited.resolve(exitStatus(code, signal)));
  const ended = withSignals(child, exited.promise);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const pid = child.pid ?? 0;
  addSubject(pid);
  const release = await watchOver(child, ended);
  openGate(child);
  while (!over && statOf(pid)?.state !== 'T') await setTimeout(POLL_MS);
  if (over)
    throw new SpcError('system', `cannot start ${name}`, `it ended with ${await ended} before it could be measured`);
  const go = () => {
    child.kill('SIGCONT');
    release();
  };
  return { pid, go, kill: () => void child.kill('SIGKILL'), ended };
}

/** Has the guard end it, should spc end before it calls what is returned. Throws `system`. */
async function watchOver(child: ChildProcess, ended: Promise<number>): Promise<() => void> {
  const guard = openGuard();
  void ended.then(guard.close);
  try {
    const release = await guard.waiting(child.pid ?? 0);
    return () => void release().then(guard.close);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function openGate({ stdio }: ChildProcess): void {
  const gate = stdio[GATE] as Writable | null | undefined;
  gate?.on('error', () => {}); // it has ended
  gate?.end('\n');
}

/** As a shell finds it, but once: each try of a shell would be a call that is counted. */
function programPath(name: string): string {
  if (name.includes('/')) return executable(resolve(name));
  const places = (process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .map((place) => join(place || '.', name));
  const found = places.find((place) => isFile(place) && mayRun(place)) ?? places.find(isFile);
  if (found === undefined || name === '')
    throw new SpcError('no-command', `there is no command ${name}`, 'looked for in PATH');
  return executable(resolve(found));
}

function executable(path: string): string {
  if (!isFile(path)) throw new SpcError('no-command', `there is no command ${path}`);
  if (!mayRun(path)) throw new SpcError('not-executable', `${path} cannot be executed`);
  return path;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not to be seen
  }
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
