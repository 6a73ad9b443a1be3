/** A process behind the terminal UI, asked over its stdin and stdout. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MessageReader, messageLine } from '../../core/wire/lines.ts';
import type { WireAnswer, WireError } from '../../core/wire/types.ts';
import { startedWith } from '../../io/open-files.ts';
import { packageRoot } from '../../io/package-root.ts';
import type { Connection, TakePush } from '../../ui/tui/types.ts';

const BACKEND = join(packageRoot, 'dist/backend.cjs');

/** What it said last, when it fell over. */
const MAX_STDERR = 2000;

/** It has so long to end what it started; then it is asked again, then not any more. Milliseconds. */
const CLOSING = [8000, 4000] as const;

type Waiting = { resolve: (result: never) => void; reject: (error: WireError) => void };

/** Starts one. In a session of its own: what the terminal sends to all its processes, as ^Z, is not for those that trace. */
export function connect(take: TakePush): Connection {
  const env = { ...process.env, SPC_NOFILE: startedWith() };
  const child = spawn(process.execPath, [BACKEND], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env });
  const waiting = new Map<number, Waiting>();
  const reader = new MessageReader<WireAnswer>();
  let asked = 0;
  let said = '';
  child.on('error', (error) => {
    said = error.message; // `close` comes, too
  });
  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-MAX_STDERR);
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    for (const message of reader.push(chunk)) {
      if ('push' in message) take(message.push, message.value as never);
      else settle(message);
    }
  });
  const ended = new Promise<WireError>((resolve) =>
    child.on('close', (_, signal) => resolve(gone(said || (signal ? `${signal} ended it` : '')))),
  );
  void ended.then((error) => {
    for (const { reject } of waiting.values()) reject(error);
  });

  function settle(answer: Exclude<WireAnswer, { push: unknown }>): void {
    const { resolve, reject } = waiting.get(answer.id) ?? {};
    waiting.delete(answer.id);
    if ('error' in answer) reject?.(answer.error);
    else resolve?.(answer.result as never);
  }

  return {
    ended,
    call: (method, params) =>
      new Promise((resolve, reject) => {
        if (child.exitCode !== null || child.signalCode !== null) return void ended.then(reject);
        const id = ++asked;
        waiting.set(id, { resolve, reject });
        child.stdin.write(messageLine({ id, method, params }));
      }),
    close: async () => {
      child.stdin.end();
      await endWithin(ended, () => child.kill('SIGTERM'), CLOSING[0]);
      await endWithin(ended, () => child.kill('SIGKILL'), CLOSING[1]);
      await ended;
    },
  };
}

/** Waits until it has ended, then does something about it. */
async function endWithin(ended: Promise<unknown>, otherwise: () => void, ms: number): Promise<void> {
  const late = new AbortController();
  const isLate = wait(ms, true, { signal: late.signal }).catch(() => false);
  if (await Promise.race([ended.then(() => false), isLate])) otherwise();
  late.abort();
}

/** The last line is what a program that falls over says it is. */
const gone = (said: string): WireError => ({
  code: 'gone',
  what: "spc's own helper process has ended",
  why: said.trimEnd().split('\n').at(-1) ?? '',
  hint: 'r tries again',
});
