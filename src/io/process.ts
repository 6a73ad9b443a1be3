/** Starting programs: captured, with a limit on time and size; and what every way of starting one shares. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SpcError } from '../core/errors.ts';
import type { Answer, Invocation } from '../core/types.ts';

/** How long a program may take, and how much it may say. */
export interface CaptureLimits {
  /** Milliseconds until the program is killed and the call fails with `engine-timeout`. */
  timeoutMs?: number;
  /** Bytes of output after which the program is killed: a false engine could answer for ever. */
  maxBytes?: number;
  /** The error when it does. */
  tooMuch?: (invocation: Invocation) => SpcError;
  /** Kills the program; the call fails with `system` then. */
  signal?: AbortSignal;
  /** How its output becomes text; `latin1` keeps every byte of what is not text. */
  encoding?: 'utf8' | 'latin1';
}

const ENGINE_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Runs a program to its end, without input, and returns what it wrote. Any exit status is an answer.
 * Throws `engine-down` when it cannot be started, `engine-timeout`, or `system` when it writes without end.
 */
export async function capture(invocation: Invocation, limits: CaptureLimits = {}): Promise<Answer> {
  const child = spawn(invocation.file, invocation.args, {
    env: childEnv(invocation.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return await collect(child, invocation, limits);
}

function collect(child: ChildProcess, invocation: Invocation, limits: CaptureLimits): Promise<Answer> {
  const { timeoutMs = ENGINE_TIMEOUT_MS, maxBytes = MAX_ANSWER_BYTES, tooMuch = endless, encoding = 'utf8' } = limits;
  const { signal } = limits;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  let failure: SpcError | undefined;
  const give = (error: SpcError) => {
    failure = error;
    child.kill('SIGKILL');
    // A grandchild may hold the pipes open: do not wait for it.
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  const timer = setTimeout(() => give(timedOut(invocation, timeoutMs)), timeoutMs);
  const abort = () => give(new SpcError('system', `${invocation.file} was ended`, 'its answer is not wanted any more'));
  signal?.addEventListener('abort', abort);
  const over = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) give(tooMuch(invocation));
      else chunks[name].push(chunk);
    });
  }
  child.on('error', (error: NodeJS.ErrnoException) => {
    over();
    reject(cannotStart(invocation, error));
  });
  child.on('close', (code, killedBy) => {
    over();
    if (failure) return reject(failure);
    const text = (parts: Buffer[]) => Buffer.concat(parts).toString(encoding);
    resolve({ status: exitStatus(code, killedBy), stdout: text(chunks.stdout), stderr: text(chunks.stderr) });
  });
  return promise;
}

/** The status a shell would report: the code, or 128 + the signal's number. */
export function exitStatus(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** The caller's environment with an invocation's changes. */
export function childEnv(changes: Invocation['env'] = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

function timedOut({ file }: Invocation, ms: number): SpcError {
  return new SpcError(
    'engine-timeout',
    `${file} did not answer within ${ms / 1000} s`,
    'it is hung, overloaded, or its server cannot be reached',
    `try '${file} info' by hand, or another engine with --engine`,
  );
}

function endless({ file }: Invocation): SpcError {
  return new SpcError(
    'system',
    `${file} writes without end`,
    `its answer is larger than any engine's`,
    `is ${file} the real one?`,
  );
}

/** Why a program could not be started: `engine-down` when it is not there, else `system`. */
export function cannotStart({ file }: Invocation, error: NodeJS.ErrnoException): SpcError {
  const missing = error.code === 'ENOENT';
  return new SpcError(
    missing ? 'engine-down' : 'system',
    `cannot start ${file}`,
    missing ? 'it is not installed, or not in PATH' : error.message,
    missing ? `install ${file}, or choose another with --engine` : '',
    { cause: error },
  );
}
