/** Timings of system calls for the terminal UI. */
import { SpcError } from '../../core/errors.ts';
import type { TimingSnapshot, Watch } from '../../core/wire/timing.ts';
import { syscallsCommand } from '../syscalls.ts';
import { onClose } from './closing.ts';
import { runQuietly } from './command.ts';
import type { Push } from './methods.ts';
import { RunningTiming } from './run-timing.ts';

let running: RunningTiming | undefined;

/**
 * Begins what `['syscalls', 'web', …]` asks for; resolves when it has begun. Then `timing` is pushed once a second, and once
 * more when it has ended. Throws `usage`, and what a tracer fails with before it has begun.
 */
export async function time({ argv }: { argv: string[] }, push: Push): Promise<{ title: string }> {
  if (running) throw new SpcError('usage', 'something is measured already');
  if (argv[0] !== 'syscalls') throw new SpcError('usage', `${argv.join(' ')} is no timing`, '', 'syscalls TARGET');
  let title: string | undefined;
  const command = syscallsCommand({
    time: async (request, words, options) => {
      if (words.length > 0) throw inShell('a command needs a terminal of its own', `-- ${words.join(' ')}`);
      running = new RunningTiming(request, options, push);
      title = await running.begin();
    },
    classic: async () => {
      throw inShell('-t, -n, -p, -u and -c are for scripts', '-t');
    },
  });
  command.hook('preAction', (_, asked) => {
    if (asked !== command) throw inShell('reports are compared on the command line', asked.name());
  });
  try {
    await runQuietly(argv, command);
  } catch (error) {
    running = undefined;
    throw error;
  }
  return { title: title ?? '' };
}

/** Says what is in sight. Throws `usage` when nothing is measured. */
export async function watch(params: Watch): Promise<TimingSnapshot> {
  if (!running) throw new SpcError('usage', 'nothing is measured');
  return running.watch(params);
}

/** As ^C; false: nothing is measured. */
export function stopTiming(): boolean {
  running?.stop();
  return running !== undefined;
}

onClose(async (hurry) => await running?.close(hurry));

const inShell = (why: string, words: string) =>
  new SpcError('unsupported', 'that is not for here', why, `in a shell: spc syscalls ${words}`);
