/** How a command that entered a target ended. */
import type { ChildProcess } from 'node:child_process';
import { SpcError } from '../../core/errors.ts';
import { exitStatus } from '../process.ts';

/** Its exit status, 128 + n for signal n. Rejects with `no-command` (127), `not-executable` (126) or `system` when it could not be started. */
export function ended(child: ChildProcess, name: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('error', (error) => reject(cannotRun(name, error)));
  child.on('exit', (code, signal) => resolve(exitStatus(code, signal)));
  promise.catch(() => {}); // whoever waits for it comes later
  return promise;
}

function cannotRun(name: string, error: NodeJS.ErrnoException): SpcError {
  const what = `cannot run ${name}`;
  if (error.code === 'ENOENT')
    return new SpcError('no-command', what, 'no such program here, or its interpreter is missing');
  if (error.code === 'EACCES') return new SpcError('not-executable', what, 'permission denied');
  return new SpcError('system', what, error.message);
}
