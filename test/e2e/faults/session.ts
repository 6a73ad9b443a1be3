/** A tracing session of the real spc, and what it must not leave behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseJournal } from '../../../src/io/guard/entry.ts';
import { markedProcesses } from '../../../src/io/guard/marked.ts';
import { argvOf } from '../containers/tree.ts';
import { AUDIT_LOG, run, SCRATCH, SPC, until } from '../spc.ts';

let runs = 0;

/** Journals of these tests alone. */
export function newRunDirectory(): string {
  const path = `${SCRATCH}/run-${++runs}`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

export interface Session {
  child: ChildProcess;
  /** SPC_RUN of it. */
  run: string;
  /** Marks and containers of its tools, as its journal told when they ran. */
  marks: string[];
  containers: { engine: string; name: string }[];
  /** Lines of stdout so far. */
  lines(): number;
  /** Exit status and signal. */
  ended: Promise<[number | null, NodeJS.Signals | null]>;
  stderr: Promise<string>;
  /** Host pids of its tools now. */
  tools(): number[];
  /** Host pid of its guard. */
  guard(): number;
  /** To its process group, as a terminal does it. */
  toGroup(signal: NodeJS.Signals): void;
}

/** Starts it in a group of its own, and waits until its tool runs and, when `read`, something was told. */
export async function startSession(
  args: string[],
  { read = true, directory = newRunDirectory() } = {},
): Promise<Session> {
  const child = spawn(SPC, args, {
    detached: true,
    env: { ...process.env, SPC_RUN: directory, SPC_AUDIT_LOG: AUDIT_LOG, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lines = 0;
  if (read) child.stdout?.on('data', (chunk: Buffer) => (lines += chunk.toString().split('\n').length - 1));
  const stderr = child.stderr ? text(child.stderr) : Promise.resolve('');
  const { promise: ended, resolve } = Promise.withResolvers<[number | null, NodeJS.Signals | null]>();
  child.on('exit', (code, signal) => resolve([code, signal]));
  const marks: string[] = [];
  const containers: Session['containers'] = [];
  const tools = () => {
    for (const entry of journalled(directory)) {
      if (entry.kind === 'marked' && !marks.includes(entry.mark)) marks.push(entry.mark);
      if (entry.kind === 'container' && !containers.some(({ name }) => name === entry.name)) containers.push(entry);
    }
    return marks.flatMap((mark) => markedProcesses(mark).map(({ pid }) => pid));
  };
  const works = () => tools().length > 0 && (!read || lines > 5);
  await until(() => works() || child.exitCode !== null, `a tool of spc ${args.join(' ')}`);
  if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${await stderr}`);
  return {
    child,
    run: directory,
    marks,
    containers,
    lines: () => lines,
    ended,
    stderr,
    tools,
    guard: () => guards(directory)[0] ?? 0,
    toGroup: (signal) => void process.kill(-(child.pid ?? 0), signal),
  };
}

/** Ends it whatever became of it: for `finally`. */
export function endSession({ child, marks }: Session): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // it has ended
  }
  for (const mark of marks) killAll(markedProcesses(mark).map(({ pid }) => pid));
}

/** Any of them may have ended since it was found. */
export function killAll(pids: readonly number[]): void {
  if (pids.length > 0) run(['kill', '-KILL', ...pids.map(String)]);
}

/** What a session has left: empty when it has left nothing. */
export function leftOf({ run: directory, tools, containers }: Session): string[] {
  return [
    ...tools().map((pid) => `process ${pid}`),
    ...guards(directory).map((pid) => `guard ${pid}`),
    ...journals(directory).map((name) => `journal ${name}: ${JSON.stringify(journalled(directory))}`),
    ...containers.filter(isThere).map(({ name }) => `container ${name}`),
  ];
}

const isThere = ({ engine, name }: { engine: string; name: string }) =>
  engine !== 'builtin' && run([engine, 'container', 'inspect', name]).status === 0;

export const journals = (directory: string): string[] => {
  try {
    return readdirSync(`${directory}/guard`);
  } catch {
    return [];
  }
};

const journalled = (directory: string) =>
  journals(directory).flatMap((name) => {
    try {
      return parseJournal(readFileSync(`${directory}/guard/${name}`, 'utf8'));
    } catch {
      return []; // undone meanwhile
    }
  });

const guards = (directory: string): number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => argvOf(pid).some((word) => word.startsWith(`${directory}/guard/`)));
