/**
 * What passes between the terminal UI and the processes that read and trace for it: one JSON message a line, both ways.
 * The UI's process only draws: what takes time, or may hang, or has to be undone, is another process's.
 */
import type { PageSection } from '../page.ts';
import type { SessionHeader } from '../session/types.ts';
import type { PrivilegeReport, Verdict } from '../types.ts';
import type { Found, Look, Saved, SaveRequest, Seek, Snapshot, Sought, Tops } from './session.ts';
import type { TimingSnapshot, Watch } from './timing.ts';

/** Tables the UI browses. */
export const LIST_NAMES = ['containers', 'processes', 'namespaces', 'images', 'sessions'] as const;
export type ListName = (typeof LIST_NAMES)[number];

export interface ListRequest {
  list: ListName;
  /** A column's key, `-key` for falling; undefined: as read. */
  sort?: string;
  /** Only what belongs to this target (as `spc ps TARGET`, `spc ns TARGET` take it). */
  target?: string;
  /** Processes as a tree. */
  tree?: boolean;
  /** Containers that do not run, threads of the kernel. */
  all?: boolean;
}

export interface ListColumn {
  key: string;
  header: string;
  about: string;
  right: boolean;
  whole: boolean;
  spare: boolean;
}

export interface ListRow {
  /** Stays the same from one reading to the next: `42@123456` for pid and start time, a container's engine and id. */
  id: string;
  /** Of the columns, in their order; sanitised. */
  cells: string[];
  /**
   * What spc's commands take for it: `web`, `pid:42`, `ns:net:4026531840`, an image's name, a session's id; safe to draw.
   * Empty: no word means just this one.
   */
  target: string;
  /** Why it strikes the eye: `spc` a super-privileged container, `stopped` it does not run, `bad` it is damaged; else empty. */
  mark: '' | 'spc' | 'stopped' | 'bad';
  /** Which engine's it is, for commands that must be told; empty: none, or all the same. */
  engine: string;
}

export interface ListAnswer {
  columns: ListColumn[];
  rows: ListRow[];
  /** What could not be read, a line each; sanitised. */
  gaps: string[];
}

/** A page about one thing: `container` also for processes and namespaces (`spc inspect`), `image`, `session`, `doctor`. */
export interface PageRequest {
  page: 'inspect' | 'image' | 'session' | 'doctor';
  /** Of `doctor`, empty: the host only. */
  target: string;
  engine?: string;
}

export interface PageAnswer {
  sections: PageSection[];
  /** Of an image: what its label would run, and what policy says. */
  run: { command: string; report: PrivilegeReport; verdict: Verdict } | null;
}

/** Method → what it takes and gives. */
export interface Methods {
  list: { params: ListRequest; result: ListAnswer };
  page: { params: PageRequest; result: PageAnswer };
  /** Scripts that a tracer's command line may name, with what each is for. */
  examples: { params: { tracer: 'stap' | 'bpftrace' }; result: { name: string; about: string }[] };
  /**
   * Starts what a command line asks for, `['strace', 'web', '--record']`, or a replay, `['replay', 'ID']`. Answers when it has
   * begun; then `session` is pushed whenever there is something new, at most ten times a second. One in each process.
   */
  open: { params: { argv: string[] }; result: { header: SessionHeader } };
  /** Says what is in sight, until said again. The answer comes at once. */
  look: { params: Look; result: Snapshot };
  /** Searches a pane; a search that is under way ends as `null`. */
  find: { params: Seek; result: Found | null };
  /** The rows of each pane that were nearest to a moment. */
  seek: { params: Sought; result: Tops };
  /** Writes rows of a pane into a new file. */
  save: { params: SaveRequest; result: Saved };
  /** Ends the session's tracers (or one of them), or the timing; answers when they have been asked to. */
  stop: { params: { pane?: string }; result: Record<string, never> };
  /** Starts a timing of system calls, `['syscalls', 'web']`; then `timing` is pushed, once a second. */
  time: { params: { argv: string[] }; result: { title: string } };
  /** Says what of the timing is in sight, until said again. The answer comes at once. */
  watch: { params: Watch; result: TimingSnapshot };
}

export type MethodName = keyof Methods;

/** UI → process. */
export type WireRequest = {
  [Name in MethodName]: { id: number; method: Name; params: Methods[Name]['params'] };
}[MethodName];

/** An SpcError, as it crosses the wire. */
export interface WireError {
  code: string;
  what: string;
  why: string;
  hint: string;
}

/** What comes unasked. */
export interface Pushes {
  session: Snapshot;
  timing: TimingSnapshot;
  /** What is being done, for the status line; empty: nothing. */
  progress: { text: string };
}

export type PushName = keyof Pushes;

/** Process → UI. */
export type WireAnswer =
  | { id: number; result: Methods[MethodName]['result'] }
  | { id: number; error: WireError }
  | { [Name in PushName]: { push: Name; value: Pushes[Name] } }[PushName];
