/** The process behind the terminal UI as a reader of lists and pages: asked over its pipes, as whatever user. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessageReader, messageLine } from '../../src/core/wire/lines.ts';
import type { MethodName, Methods, Pushes, PushName, WireAnswer } from '../../src/core/wire/types.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/backend.cjs', import.meta.url));

export interface Asking {
  /** Resolves with the result; rejects with the WireError. */
  ask<Name extends MethodName>(method: Name, params: Methods[Name]['params']): Promise<Methods[Name]['result']>;
  /** All that was pushed so far of one kind. */
  pushed<Name extends PushName>(name: Name): Pushes[Name][];
  /** What was written there. */
  stderr(): string;
  /** How large the last message was. */
  lastBytes(): number;
  /** Closes its stdin, as the UI does when it ends. Resolves with the exit status, or the signal's name. */
  close(): Promise<number | string | null>;
  kill(signal: NodeJS.Signals): void;
}

const started = new Set<ChildProcess>();

/** Started as the terminal UI starts it; `uid`: as that user. */
export function startAsking({ env, uid }: { env?: NodeJS.ProcessEnv; uid?: number } = {}): Asking {
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: 'pipe',
    env: { ...process.env, SPC_ENGINE: undefined, LC_ALL: 'C.UTF-8', ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  });
  started.add(child);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const pushes: Extract<WireAnswer, { push: unknown }>[] = [];
  const reader = new MessageReader<WireAnswer>();
  let stderr = '';
  let lastBytes = 0;
  let ids = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => reader.push(chunk).forEach(take));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exited = once(child, 'close').then(([code, signal]) => {
    started.delete(child);
    for (const { reject } of waiting.values()) reject(new Error(`the backend ended: ${code} ${signal} ${stderr}`));
    return code ?? signal;
  });

  function take(message: WireAnswer): void {
    lastBytes = Buffer.byteLength(messageLine(message));
    if ('push' in message) pushes.push(message);
    else if ('error' in message) waiting.get(message.id)?.reject(message.error);
    else waiting.get(message.id)?.resolve(message.result);
  }
  return {
    ask: async (method, params) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(++ids, answer);
      child.stdin.write(messageLine({ id: ids, method, params }));
      return (await answer.promise) as never;
    },
    pushed: (name) => pushes.flatMap((message) => (message.push === name ? [message.value as never] : [])),
    stderr: () => stderr,
    lastBytes: () => lastBytes,
    close: async () => {
      child.stdin.end();
      return await exited;
    },
    kill: (signal) => void child.kill(signal),
  };
}

/** Ends those that a test has left. */
export function endAsking(): void {
  for (const child of started) child.kill('SIGKILL');
}
