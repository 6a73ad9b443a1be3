/** What the terminal UI is given: processes to ask, and the terminal it sits on. It touches nothing else. */
import type { MethodName, Methods, Pushes, PushName, WireError } from '../../core/wire/types.ts';

/** Takes what a process tells unasked. */
export type TakePush = <Name extends PushName>(name: Name, value: Pushes[Name]) => void;

/** A process that answers. */
export interface Connection {
  /** Rejects with a WireError; of the code `gone` when the process has ended. */
  call<Name extends MethodName>(method: Name, params: Methods[Name]['params']): Promise<Methods[Name]['result']>;
  /** Asks it to end, and what it started; resolves when it has. */
  close(): Promise<void>;
  /** Resolves when it has ended, with what that is to be called where nobody asked it to. */
  ended: Promise<WireError>;
}

/** The machine around the UI; `cli/tui/host.ts` builds the real one. */
export interface TuiHost {
  /** Starts a process that answers. */
  connect(take: TakePush): Connection;
  /**
   * Runs spc with these words on this terminal, which the UI has let go; resolves when its user wants to come back, with its
   * exit status.
   */
  runInTerminal(argv: readonly string[]): Promise<number>;
  /** Runs spc without the terminal; what it said, one line, and its exit status. */
  runQuietly(argv: readonly string[]): Promise<{ status: number; text: string }>;
  /** Stops the UI's process group as ^Z does; resolves when it is continued. */
  stop(): Promise<void>;
  /** Writes to the terminal beside Ink: what the terminal is asked to do. */
  write(text: string): void;
  /** Puts a text into the clipboard of the terminal; false: it is too long for that. */
  copy(text: string): boolean;
  /** What Ink reads, whose raw mode tells whether the keyboard is the UI's; and what it draws on. */
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  /** Takes what is typed from now on. */
  onInput(take: (chunk: string) => void): void;
  /** The terminal was another's for a while (the process was stopped, and goes on): it is to be drawn on anew. */
  onContinue(again: () => void): void;
  /** ^Z from elsewhere. */
  onStop(stop: () => void): void;
  /** Aborted when the UI is to end without a question; with an error: that is thrown. */
  ending: AbortSignal;
  /** How the terminal is drawn on. */
  look: TerminalLook;
}

export interface TerminalLook {
  /** None with NO_COLOR. */
  colors: 'none' | 'dark' | 'light';
  /** Lines and marks beyond ASCII can be shown. */
  unicode: boolean;
  mouse: boolean;
}
