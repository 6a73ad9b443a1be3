/** The keyboard, as Ink and the UI want it: Ink says when it is the UI's, the UI reads it. */
import { Readable } from 'node:stream';

export interface Keyboard {
  /** For Ink: it turns raw mode on and off, and never gets a byte. */
  stdin: NodeJS.ReadStream;
  /** Takes what is typed while the keyboard is the UI's. */
  onInput(take: (chunk: string) => void): void;
  /** Resolves when Enter was pressed, or `signal` is aborted; to be called while the keyboard is not the UI's. */
  enter(signal: AbortSignal): Promise<void>;
}

/** That of this process. */
export function realKeyboard(input: NodeJS.ReadStream = process.stdin): Keyboard {
  let take: (chunk: string) => void = () => undefined;
  const pass = (chunk: string) => take(chunk);
  input.setEncoding('utf8');
  const stdin = Object.assign(new Readable({ read: () => undefined }), {
    isTTY: true as const,
    setRawMode: (on: boolean) => {
      input.setRawMode(on);
      if (on) input.on('data', pass).resume();
      else input.off('data', pass).pause();
    },
    ref: () => input.ref(),
    unref: () => input.unref(),
  });
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    onInput: (taker) => {
      take = taker;
    },
    enter: (signal) => untilEnter(input, signal),
  };
}

function untilEnter(input: NodeJS.ReadStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      input.off('data', read).pause();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const read = (chunk: string) => {
      if (/[\r\n]/.test(chunk)) done();
    };
    signal.addEventListener('abort', done);
    input.on('data', read).ref().resume();
    if (signal.aborted) done();
  });
}
