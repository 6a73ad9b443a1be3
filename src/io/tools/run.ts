/** Runs the programs a build consists of: what they say goes to the build's log, a failure quotes it. */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { execa, type Options } from 'execa';
import { SpcError } from '../../core/errors.ts';
import type { Invocation } from '../../core/types.ts';
import { exitStatus } from '../process.ts';
import { type Log, openLog, toolFailed, wordsSince } from './log.ts';

export interface Job {
  /** The path of the build's log; appended to. */
  log: string;
  /** Stops what runs. */
  signal?: AbortSignal | undefined;
}

/** What is being done, and how far it is: `unpacking`, `12 of 118 packages`. */
export interface Step {
  phase: string;
  detail?: string;
}

/** Work that tells its steps and ends with a result. */
export type Steps<T> = AsyncGenerator<Step, T>;

/** Runs a program to its end and returns its stdout. Throws `build-failed` with the log's last words. */
export async function runTool(invocation: Invocation, job: Job): Promise<string> {
  return await text(streamTool(invocation, job));
}

/** The lines a program writes to a descriptor, while it runs: 1, or 3 for apt's status lines. Throws as runTool. */
export async function* watchTool(
  invocation: Invocation,
  job: Job,
  descriptor: 1 | 3 = 1,
): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of streamTool(invocation, job, descriptor)) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}

/** The bytes a program writes to a descriptor. A consumer that leaves early ends the program. Throws as runTool. */
export async function* streamTool(
  invocation: Invocation,
  job: Job,
  descriptor: 1 | 3 = 1,
): AsyncGenerator<Buffer, void> {
  const log = await openLog(job.log);
  try {
    const child = start(invocation, descriptor === 1 ? ['ignore', 'pipe', log.file.fd] : statusStdio(log), job);
    const ended = whenEnded(child, invocation);
    try {
      yield* child.stdio[descriptor] as Readable;
      await checkEnd(await ended, invocation, log);
    } finally {
      child.kill();
    }
  } finally {
    await log.file.close();
  }
}

const statusStdio = ({ file }: Log): Stdio => ['ignore', file.fd, file.fd, 'pipe'];

/** Runs a program to its end, its stdout into a new file. Throws as runTool. */
export async function runToolInto(path: string, invocation: Invocation, job: Job): Promise<void> {
  const log = await openLog(job.log);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await checkEnd(
        await whenEnded(start(invocation, ['ignore', file.fd, log.file.fd], job), invocation),
        invocation,
        log,
      );
    } finally {
      await file.close();
    }
  } finally {
    await log.file.close();
  }
}

type Stream = 'ignore' | 'pipe' | number;
type Stdio = ['ignore', Stream, Stream, ...'pipe'[]];

/** execa: it ends what it started when spc ends, kills in earnest what does not stop, and tells why something failed. */
function start({ file, args, env }: Invocation, stdio: Stdio, { signal }: Job) {
  const options = { env: env ?? {}, stdio, buffer: false, reject: false, ...(signal && { cancelSignal: signal }) };
  return execa(file, args, options as Options); // its types refuse the number of the log's descriptor, which it takes
}

/** What is read of execa's result. */
interface End {
  exitCode?: number | undefined;
  signal?: NodeJS.Signals | undefined;
  isCanceled: boolean;
  /** Why it could not be started: ENOENT, EACCES. */
  code?: string | undefined;
  originalMessage?: string | undefined;
}

/** The exit status. A program that cannot be started rejects. */
function whenEnded(child: Promise<End>, { file }: Invocation): Promise<number> {
  const ended = child.then((result) => statusOf(result, file));
  ended.catch(() => {}); // it is awaited only after the output was read
  return ended;
}

function statusOf({ exitCode, signal, isCanceled, code, originalMessage }: End, file: string): number {
  if (isCanceled || code === 'ABORT_ERR') throw new SpcError('build-failed', 'the build was interrupted');
  if (code) throw cannotRun(file, code, originalMessage);
  return exitStatus(exitCode ?? null, signal ?? null);
}

async function checkEnd(status: number, invocation: Invocation, log: Log): Promise<void> {
  if (status !== 0) throw toolFailed(invocation, status, await wordsSince(log), log.path);
}

function cannotRun(file: string, code: string, message = ''): SpcError {
  const missing = code === 'ENOENT';
  return new SpcError(
    'build-failed',
    `cannot start ${file}`,
    missing ? 'it is not installed, or not in PATH' : message,
    missing ? `install ${file}, choose another way with --from, or build tools-image/Containerfile` : '',
  );
}
