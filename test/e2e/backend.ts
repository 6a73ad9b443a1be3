/** The process behind the terminal UI, driven over its pipes as the UI drives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MessageReader, messageLine } from '../../src/core/wire/lines.ts';
import type { Look, PaneSnapshot, Snapshot } from '../../src/core/wire/session.ts';
import type { MethodName, Methods, Pushes, WireAnswer, WireError } from '../../src/core/wire/types.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/backend-main.cjs', import.meta.url));

const running = new Set<ChildProcess>();

/** For afterEach: ends those that a test has left. */
export function endBackends(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

export class Backend {
  readonly child: ChildProcess;
  /** Status, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
  readonly snapshots: Snapshot[] = [];
  readonly progress: string[] = [];
  readonly #waiting = new Map<number, (answer: never) => void>();
  #asked = 0;

  constructor(env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    running.add(this.child);
    this.exited = new Promise((resolve) =>
      this.child.on('exit', (status, signal) => {
        running.delete(this.child);
        resolve(status ?? signal);
      }),
    );
    const reader = new MessageReader<WireAnswer>();
    this.child.stdin?.on('error', () => undefined);
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const message of reader.push(chunk)) this.#take(message);
    });
  }

  #take(message: WireAnswer): void {
    if (!('push' in message)) this.#waiting.get(message.id)?.(message as never);
    else if (message.push === 'session') this.snapshots.push(message.value);
    else if (message.push === 'progress') this.progress.push((message.value as Pushes['progress']).text);
  }

  /** What it answers; an error is an answer, too. */
  async answer<Name extends MethodName>(
    method: Name,
    params: Methods[Name]['params'],
  ): Promise<{ result?: Methods[Name]['result']; error?: WireError }> {
    const id = ++this.#asked;
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.child.stdin?.write(messageLine({ id, method, params }));
    });
  }

  /** Its result. Throws what it answers as an error. */
  async call<Name extends MethodName>(method: Name, params: Methods[Name]['params']): Promise<Methods[Name]['result']> {
    const { result, error } = await this.answer(method, params);
    if (result === undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async open(...argv: string[]) {
    return (await this.call('open', { argv })).header;
  }

  async look(look: Look = { panes: [] }): Promise<Snapshot> {
    return await this.call('look', look);
  }

  async pane(name: string, filter = '', height = 10): Promise<PaneSnapshot> {
    const { panes } = await this.look({ panes: [{ name, top: null, height, filter }] });
    const pane = panes.find((each) => each.name === name);
    if (!pane) throw new Error(`there is no pane ${name}`);
    return pane;
  }

  /** Waits until a snapshot fulfils something, at most 30 s. */
  async until(fulfils: (snapshot: Snapshot) => boolean, look?: Look): Promise<Snapshot> {
    for (let tries = 0; tries < 300; tries++) {
      const snapshot = await this.look(look);
      if (fulfils(snapshot)) return snapshot;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`waited in vain: ${JSON.stringify(await this.look(look)).slice(0, 3000)}`);
  }
}
