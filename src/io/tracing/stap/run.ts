/** A tool of the toolbox, run to its end. */
import type { Readable } from 'node:stream';
import { SpcError } from '../../../core/errors.ts';
import type { Answer } from '../../../core/types.ts';
import type { StartOptions, Tool, TraceSetting } from '../types.ts';

/** stap takes seconds, its kernel modules half a minute on a slow machine. */
const TIMEOUT_MS = 300_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What running tools takes. */
export type Tools = Pick<TraceSetting, 'toolbox' | 'ending'>;

/**
 * Runs a tool and returns what it wrote; any exit status is an answer. Ended early when the session is. Throws `system` when
 * it takes too long or writes too much, and as Toolbox.start.
 */
export async function runTool(
  { toolbox, ending }: Tools,
  tool: Tool,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Answer> {
  const running = await toolbox.start(tool, args, options);
  let failure: string | undefined;
  const giveUp = (why: string) => {
    failure ??= why;
    void running.stop(200);
  };
  const stop = () => giveUp('spc was asked to end');
  const timer = setTimeout(() => giveUp(`${tool.name} did not end within ${TIMEOUT_MS / 1000} s`), TIMEOUT_MS);
  ending.addEventListener('abort', stop);
  if (ending.aborted) stop();
  const tooMuch = () => giveUp(`${tool.name} writes without end`);
  const [stdout, stderr, status] = await Promise.all([
    text(running.stdout, tooMuch),
    text(running.stderr, tooMuch),
    running.ended,
  ]).finally(() => {
    clearTimeout(timer);
    ending.removeEventListener('abort', stop);
  });
  if (failure) throw new SpcError('system', 'the script was not yet running', failure);
  return { status, stdout, stderr };
}

async function text(from: Readable, tooMuch: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of from as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) tooMuch();
    else chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
