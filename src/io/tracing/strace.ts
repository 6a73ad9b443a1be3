/** strace on a target's processes. */
import { pump } from './pump.ts';
import type { StartTracer } from './types.ts';

export interface StraceOptions {
  args: readonly string[];
}

/** Attaches to every process and thread of the target. */
export function startStrace({ args }: StraceOptions): StartTracer {
  return async (setting) => {
    const tool = await setting.toolbox.find('strace');
    const pids = setting.pidsOf();
    const words = [
      '-f',
      '-ttt',
      '-T',
      '-Y',
      '-yy',
      '-o',
      '/dev/stdout',
      ...args,
      ...pids.flatMap((pid) => ['-p', String(pid)]),
    ];
    const running = await setting.toolbox.start(tool, words);
    const done = Promise.all([
      pump(running.stdout, setting.stream('strace-1', 'strace', 'strace')),
      pump(running.stderr, setting.stream('strace-1-notes', 'strace', 'strace-notes')),
    ]);
    let stopped = false;
    return {
      info: { tracer: 'strace', tool: tool.path, version: tool.version, from: tool.from, argv: running.argv, cost: '' },
      stop: async () => {
        stopped = true;
        await running.stop();
      },
      ended: done.then(async () => ({ reason: stopped ? 'stopped' : 'target-ended', status: await running.ended })),
    };
  };
}
