/** A private directory for one piece of work, gone when the work ends, however it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';

export interface WorkDirectory {
  /** Absolute; mode 0700. */
  path: string;
  /** Aborts when the process is told to end: the programs at work in it are stopped first. */
  signal: AbortSignal;
  /** Removes it; when a signal asked for the end, the process then dies of that signal. */
  remove(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes a directory of an unpredictable name below `parent`. Throws `build-failed` when that is not possible. */
export async function makeWorkDirectory(parent: string): Promise<WorkDirectory> {
  const path = await mkdtemp(join(parent, 'spc-tools-')).catch((cause: Error) => {
    throw new SpcError('build-failed', `cannot make a directory in ${parent}`, cause.message, '--work-dir DIR', {
      cause,
    });
  });
  const controller = new AbortController();
  let caught: NodeJS.Signals | undefined;
  const letGo = () => {
    for (const name of SIGNALS) process.off(name, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (caught) die(signal, letGo); // who asks twice does not want to wait
    caught = signal;
    controller.abort();
  };
  // Not `once`: execa ends a process that it finds without another handler, and with it this clean-up.
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    path,
    signal: controller.signal,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      if (caught) die(caught, letGo);
      else letGo();
    },
  };
}

function die(signal: NodeJS.Signals, letGo: () => void): void {
  letGo();
  process.kill(process.pid, signal);
}
