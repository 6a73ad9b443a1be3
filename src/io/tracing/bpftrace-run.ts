/** Runs a bpftrace program, and tells when it is attached. */
import { SpcError } from '../../core/errors.ts';
import { lastLine } from '../../core/text.ts';
import { MEMLOCK, scriptErrors } from '../../tracers/bpftrace/errors.ts';
import type { Prepared } from '../../tracers/bpftrace/prepare.ts';
import { Held } from './held.ts';
import { pump } from './pump.ts';
import { requireTracefs } from './tracefs.ts';
import type { RunningTool, StreamSink, TraceSetting } from './types.ts';

export interface BpftraceRun {
  prepared: Prepared;
  /** Name of the script, for messages. */
  name: string;
  /** Positional parameters: `$1`, `$2`. */
  args: readonly string[];
  /** Variables for bpftrace: BPFTRACE_… */
  env?: Record<string, string>;
}

/** A program at work: every probe is attached. It prints JSON, in which a text cannot pass for another line. Both streams wait until they are passed on. */
export interface AttachedProgram {
  running: RunningTool;
  /** Passes both streams on; resolves when both have ended. */
  passTo(output: StreamSink, notes: StreamSink): Promise<void>;
}

/** Linux takes no longer word on a command line (MAX_ARG_STRLEN). */
const MAX_PROGRAM = 128 * 1024 - 1;
/** Hundreds of probes take seconds to attach. */
const ATTACH_MS = 60_000;

/**
 * Starts a program and waits until its probes are attached. bpftrace checks the whole of it before it attaches anything.
 * Throws `script-error` with the lines that are wrong, `no-tool`, `no-root`, `system`.
 */
export async function runProgram(
  { toolbox, guard, ending }: Pick<TraceSetting, 'toolbox' | 'guard' | 'ending'>,
  run: BpftraceRun,
): Promise<AttachedProgram> {
  const { prepared, name, args, env } = run;
  if (Buffer.byteLength(prepared.program) > MAX_PROGRAM)
    throw new SpcError('script-error', `${name} is too long`, `more than ${MAX_PROGRAM} bytes with what spc adds`);
  const tool = await toolbox.find('bpftrace');
  const tracefs = await requireTracefs(guard);
  const running = await toolbox.start(tool, ['-f', 'json', '-e', prepared.program, ...separated(args)], {
    paths: [tracefs],
    env,
  });
  const attached = Promise.withResolvers<boolean>();
  const output = new Held(() => output.text.includes(prepared.ready) && attached.resolve(true));
  const notes = new Held();
  const pumped = Promise.all([pump(running.stdout, output), pump(running.stderr, notes)]);
  const timer = setTimeout(() => attached.resolve(false), ATTACH_MS);
  const giveUp = () => attached.resolve(false);
  ending.addEventListener('abort', giveUp);
  if (ending.aborted) giveUp();
  void pumped.then(giveUp);
  const isAttached = await attached.promise;
  clearTimeout(timer);
  ending.removeEventListener('abort', giveUp);
  if (!isAttached) {
    output.drop();
    notes.drop();
    await running.stop(500);
    await pumped;
    throw notAttached(notes.text, run);
  }
  return {
    running,
    passTo: async (toOutput, toNotes) => {
      output.passTo(toOutput);
      notes.passTo(toNotes);
      await pumped;
    },
  };
}

/** What looks like an option is a parameter all the same. */
const separated = (args: readonly string[]) => (args.length > 0 ? ['--', ...args] : []);

/** Refused by the kernel: the program is sound. */
const REFUSED = /Error (?:attaching|loading) p|Operation not permitted|Permission denied|requires a kernel/;

function notAttached(stderr: string, { prepared, name }: BpftraceRun): SpcError {
  const errors = scriptErrors(stderr, prepared, name);
  const said = lastLine(
    stderr
      .split('\n')
      .filter((line) => line !== '' && !MEMLOCK.test(line))
      .join('\n'),
  );
  if (errors === '' || REFUSED.test(errors))
    return new SpcError(
      'system',
      `bpftrace could not attach ${name}`,
      errors || said || 'it said nothing',
      'spc doctor tells what this kernel can do',
    );
  return new SpcError('script-error', `${name} has an error`, errors);
}
