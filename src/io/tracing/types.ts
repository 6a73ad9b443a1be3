/** What starting a tracer takes, and what a running one is. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { AttachEvent, EndReason, LostEvent, NoteEvent, TracerName } from '../../core/events.ts';
import type { StreamFacts, StreamFormat, TracerInfo } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { Joinable } from '../join/pin.ts';
import type { TickType } from '../join/tick.ts';

/** Where a tool is from: `auto` takes the host's, if it has one, else the image's. */
export type ToolSource = 'auto' | 'host' | 'image';

/** A tool that was found. */
export interface Tool {
  name: string;
  /** On the host, or in the image. */
  path: string;
  /** First line of its version; empty when it does not say. */
  version: string;
  /** `host`, or `image localhost/rhel-tools:latest (podman)`. */
  from: string;
}

export interface StartOptions {
  /** Namespaces of the target the tool shall be in; its files, users and all else are the host's. */
  join?: { target: Joinable; types: readonly TickType[] } | undefined;
  /** Variables on top of a clean environment. */
  env?: Record<string, string> | undefined;
  /** stdin: nothing (default), or a pipe. */
  stdin?: 'ignore' | 'pipe';
  /** Absolute paths of host files or directories the tool reads or writes, for a tool that comes from an image. */
  paths?: readonly string[] | undefined;
}

/** A tool at work. Its stdout and stderr are pipes that must be read. */
export interface RunningTool {
  tool: Tool;
  /** The words it was started with, as a user could type them on the host. */
  argv: string[];
  stdout: Readable;
  stderr: Readable;
  stdin: ChildProcess['stdin'];
  /** Host pid of the tool itself, also when an engine started it; 0 when it ended before it could be told. */
  pid(): Promise<number>;
  /** Sends a signal to the tool itself. */
  signal(name: NodeJS.Signals): void;
  /** Ends it: INT, after `graceMs` (default 2,000) TERM, then KILL. Resolves as `ended`. May be called again. */
  stop(graceMs?: number): Promise<number>;
  /** Its exit status (128 + n for signal n), when it has ended and its output was read. Never rejects. */
  ended: Promise<number>;
}

/** Finds and starts tools, from the host or from the tools image. */
export interface Toolbox {
  /** Throws `no-tool` with what would give it. */
  find(name: string): Promise<Tool>;
  /** Throws as `spawnJoined` does, and `no-tool` when it cannot be started. */
  start(tool: Tool, args: readonly string[], options?: StartOptions): Promise<RunningTool>;
}

/**
 * What must be undone when spc ends, whatever ends it: told to a guard process before it is done. Each returns a function
 * that undoes it now, or tells the guard that it has been undone.
 */
export interface Guard {
  /** A process to be ended (INT, TERM, KILL). */
  process(pid: number): Promise<Undo>;
  /** A process that waits to be let go, to be ended unless it was. The function only notes that it was. */
  waiting(pid: number): Promise<Undo>;
  /**
   * Every process to be ended that has this mark in its environment (io/guard/marked.ts): told before the first of them is
   * started. The function only notes that they have ended.
   */
  marked(mark: string): Promise<Undo>;
  /** A container of ours to be removed, by name. `program`: the engine's, an absolute path; empty for builtin. */
  container(engine: string, program: string, name: string): Promise<Undo>;
  /** A file or empty directory of ours to be removed: in a directory that only root and the caller can write to. */
  file(path: string): Promise<Undo>;
  /** A thread's CPU affinity, as it was: list of CPUs as in /proc/PID/status (`0-1,3`). */
  affinity(task: { pid: number; startTime: number }, cpus: string): Promise<Undo>;
  /** Before a process is pinned to one CPU: where it, and what it starts meanwhile, may run when that is over. */
  pinned(task: { pid: number; startTime: number }, cpu: number, cpus: string): Promise<Undo>;
  /** A mount of ours to be taken off again. */
  mount(path: string): Promise<Undo>;
  /** Undoes what earlier sessions left that ended without doing so; a line for each. */
  leftovers(): Promise<string[]>;
  /** Undoes what has not been yet, and ends the guard. */
  close(): Promise<void>;
}

export type Undo = () => Promise<void>;

/** Where raw output goes. */
export interface StreamSink {
  /** Takes a chunk; the next may come when it resolves. Never rejects. */
  write(chunk: Buffer): Promise<void> | void;
  end(): void;
}

/** Events that no tool prints. */
export type ToldEvent = Untimed<NoteEvent> | Untimed<LostEvent> | Untimed<AttachEvent>;
type Untimed<Event> = Omit<Event, 'at'>;

/** What a tracer is given to start with. */
export interface TraceSetting {
  target: Target;
  /** Host pids of the target's processes now. */
  pidsOf(): number[];
  toolbox: Toolbox;
  guard: Guard;
  /** A new stream of raw output: `name` is unique in the session. `facts` is the caller's own, who may add to it later. */
  stream(name: string, tracer: TracerName, format: StreamFormat, facts?: StreamFacts): StreamSink;
  /** Something spc itself has to tell: an event of a stream of its own, timed now. */
  tell(event: ToldEvent): void;
  /** Aborted when the session is to end: a starter that takes long gives up then. */
  ending: AbortSignal;
}

/** A tracer at work. */
export interface RunningTracer {
  info: TracerInfo;
  /**
   * Ends it; resolves when it is gone, its streams have ended, and the target runs on untraced. May be called again;
   * `graceMs` as for RunningTool.stop, 0 when the user is in a hurry.
   */
  stop(graceMs?: number): Promise<void>;
  /** When it has ended, and why if not by `stop`. Never rejects. */
  ended: Promise<{ reason: EndReason; status: number }>;
}

/**
 * Starts a tracer on a target. Throws `no-tool`, `no-root`, `no-capability`, `target-gone`, `usage`.
 * It has begun to watch when it resolves.
 */
export type StartTracer = (setting: TraceSetting) => Promise<RunningTracer>;
