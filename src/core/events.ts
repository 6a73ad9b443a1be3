/**
 * What tracers tell, as one stream: the same for a live run, for a replay, and for `--json` (one event a line).
 * All text is as the tool printed it: hostile until sanitised. Every event has all fields of its kind, so that a reader
 * need not ask which are there. docs/events.md is the same for users.
 */

/** Raised when a field changes its meaning or goes; a new field or kind does not raise it. */
export const EVENT_SCHEMA = 1;

/** `log`: the container's own log; `spc`: what is said of the session as a whole. */
export const TRACER_NAMES = ['strace', 'tcpdump', 'stap', 'bpftrace', 'perf', 'log', 'spc'] as const;

export type TracerName = (typeof TRACER_NAMES)[number];

interface Base {
  tracer: TracerName;
  /** Nanoseconds since the session began, on its clock (CLOCK_REALTIME of the host); negative for what is older. */
  at: number;
}

/** Who did it. `pid` is the host's number of the thread. */
interface Task {
  pid: number;
  /** The thread's number in its own pid namespace; null when it could not be read any more. */
  nsPid: number | null;
  /** Thread name; empty when unknown. */
  comm: string;
}

/** A system call that has ended, or that was still running when its tracing ended. `at` is its start. */
export interface SyscallEvent extends Base, Task {
  kind: 'syscall';
  name: string;
  /** As strace prints them, without the outer parentheses. */
  args: string;
  /** `3`, `0x7f12…`, `-1`, `?`; empty when it never returned. */
  result: string;
  /** `ENOENT`, `ERESTARTSYS`; empty when it succeeded. */
  error: string;
  /** What strace adds about the result: `No such file or directory`, `flags O_RDONLY`; may be empty. */
  detail: string;
  /** Nanoseconds in the kernel; null when not measured. */
  duration: number | null;
  /** It had not returned when tracing ended, or never will. */
  unfinished: boolean;
}

export interface SignalEvent extends Base, Task {
  kind: 'signal';
  /** `SIGCHLD`. */
  signal: string;
  /** `{si_signo=SIGCHLD, …}`, or empty. */
  info: string;
  /** `stopped`: a job-control stop by the signal; `delivered` otherwise. */
  state: 'delivered' | 'stopped';
}

export interface ExitEvent extends Base, Task {
  kind: 'exit';
  /** Exit status; null when a signal ended it. */
  status: number | null;
  /** `SIGKILL`; empty when it exited. */
  signal: string;
  coreDumped: boolean;
}

/** A process or thread came under tracing, or left it alive. */
export interface AttachEvent extends Base, Task {
  kind: 'attach';
  state: 'attached' | 'detached';
  /** Why or how: `joined the target`, `forked`; may be empty. */
  detail: string;
}

export interface PacketEvent extends Base {
  kind: 'packet';
  /** Interface name; empty when the capture does not tell. */
  interface: string;
  /** As the captured side sees it. */
  direction: 'in' | 'out' | 'broadcast' | 'multicast' | 'other';
  /** `TCP`, `UDP`, `ICMP`, `ICMPv6`, `ARP`, `DNS`, …; the innermost that was understood. */
  protocol: string;
  /** Address without port, `10.88.0.3` or `fd00::1`; a MAC address below IP; empty when unknown. */
  source: string;
  /** 0: none. */
  sourcePort: number;
  /** The container whose address it is; empty: no container's. */
  sourceName: string;
  destination: string;
  destinationPort: number;
  destinationName: string;
  /** Bytes on the wire. */
  length: number;
  /** Bytes that were captured. */
  captured: number;
  /** One line about what is in it: `Flags [S], seq 1, win 64240, length 0`. */
  info: string;
}

/** What a script printed: stap and perf a line; bpftrace what it printed at once, which may have newlines in it. */
export interface ProbeEvent extends Base {
  kind: 'probe';
  text: string;
  /** What the tool printed as JSON (bpftrace -f json), parsed; null otherwise. */
  data: unknown;
}

/** A line of the container's log. */
export interface LogEvent extends Base {
  kind: 'log';
  stream: 'stdout' | 'stderr';
  text: string;
}

/** Events that happened and are not in the stream. */
export interface LostEvent extends Base {
  kind: 'lost';
  /** null: some, not counted. */
  count: number | null;
  /** What and why: `packets dropped by the kernel`. */
  what: string;
}

/** Something the tool, or spc about the tool, has to say. */
export interface NoteEvent extends Base {
  kind: 'note';
  /** `debug`: of no use to who looks on. */
  level: 'debug' | 'info' | 'warning' | 'error';
  text: string;
}

/** A tracer has ended; the last of its events. */
export interface EndEvent extends Base {
  kind: 'end';
  reason: EndReason;
  /** The tool's exit status (128 + n for signal n). */
  status: number;
}

/** Why a tracer ended. `tool`: the program ended of its own accord, and should not have. */
export const END_REASONS = ['stopped', 'duration', 'target-ended', 'command-ended', 'full', 'tool', 'failed'] as const;

export type EndReason = (typeof END_REASONS)[number];

export type TraceEvent =
  | SyscallEvent
  | SignalEvent
  | ExitEvent
  | AttachEvent
  | PacketEvent
  | ProbeEvent
  | LogEvent
  | LostEvent
  | NoteEvent
  | EndEvent;
