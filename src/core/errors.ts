/**
 * The one error spc shows a user, and every exit code it ends with of its own accord.
 * A tool that runs to its end gives its own exit status instead (128 + n for signal n).
 */

/** Name → exit status and meaning. The values below 79 follow sysexits(3). */
export const EXIT = {
  usage: { status: 64, means: 'wrong command line' },
  'label-syntax': {
    status: 65,
    means: 'the label cannot be read: unbalanced quotes, an option its engine does not have',
  },
  'no-image': { status: 66, means: 'no such image, and no recipe of that name' },
  'no-container': { status: 67, means: 'no such container, or it is not running' },
  'engine-down': { status: 69, means: 'no engine answers: not installed, not running, or refused' },
  internal: { status: 70, means: 'a defect of spc: run again with --debug and report it' },
  system: { status: 71, means: 'the system refused: a file, a mount, a process' },
  'name-in-use': { status: 73, means: 'a container of that name exists and is of another image' },
  'engine-timeout': { status: 75, means: 'an engine did not answer in time (10 s)' },
  'no-root': { status: 77, means: 'root is needed' },
  config: { status: 78, means: 'a configuration, policy or recipe file is wrong or not safely owned' },
  refused: { status: 79, means: 'refused by policy, by the user, or for want of a terminal to ask on' },
  'no-label': { status: 80, means: 'the image has no such label' },
  'not-an-engine': { status: 81, means: "the label's first word is no container engine" },
  'not-installed': { status: 82, means: 'the image has an INSTALL label and was not installed' },
  'no-capability': { status: 83, means: 'a capability is missing; the message names it' },
  'label-too-large': { status: 84, means: 'a label of more than 64 KiB' },
  'label-characters': { status: 85, means: 'control characters in a label' },
  'label-ambiguous': { status: 86, means: 'the same label in two spellings: RUN and run' },
  'unknown-variable': { status: 87, means: 'the label needs a variable spc does not set; give it with --set' },
  unsupported: { status: 88, means: 'the chosen engine cannot honour an option' },
  'bad-archive': { status: 89, means: 'an image archive is damaged or hostile' },
  'no-target': { status: 91, means: 'no such container, process, namespace or cgroup' },
  ambiguous: { status: 92, means: 'several containers have the name; the message lists them' },
  'target-gone': { status: 93, means: 'the target ended, or its process id was taken by another' },
  'no-tool': { status: 94, means: 'strace, tcpdump or another tool is neither on the host nor in a tools image' },
  'bad-session': { status: 95, means: 'a session directory is damaged, or was written by a newer spc' },
  'script-error': { status: 96, means: 'a script for stap or bpftrace has an error; the message shows the line' },
  'not-ready': { status: 97, means: 'doctor: something that was asked about does not work here' },
  regression: { status: 98, means: 'syscalls diff: a system call became slower than --fail-on allows' },
  'bad-report': { status: 99, means: 'a saved report is damaged, or was written by a newer spc' },
  findings: { status: 100, means: 'bench: what --fail-on names was found' },
  'not-executable': { status: 126, means: 'builtin, enter: the command cannot be executed' },
  'no-command': { status: 127, means: 'builtin, enter: there is no such command' },
  'build-failed': { status: 90, means: 'building the toolbox image failed' },
} as const;

export type ErrorCode = keyof typeof EXIT;

/** A failure as a user should read it: what failed, why, and what to try. */
export class SpcError extends Error {
  readonly code: ErrorCode;
  /** Why it failed; empty when `what` says it all. */
  readonly why: string;
  /** What to try next; empty when there is nothing to suggest. */
  readonly hint: string;

  constructor(code: ErrorCode, what: string, why = '', hint = '', options?: ErrorOptions) {
    super(what, options);
    this.name = 'SpcError';
    this.code = code;
    this.why = why;
    this.hint = hint;
  }

  get exitStatus(): number {
    return EXIT[this.code].status;
  }
}
