/** Where a command line of spc's belongs. */

export type CommandKind =
  /** Panes. */
  | 'session'
  /** A table of system calls that is measured. */
  | 'timing'
  /** Done in the background: what it says is one line. */
  | 'quiet'
  /** The UI itself. */
  | 'none'
  /** All else has the terminal to itself. */
  | 'terminal';

const SESSIONS = ['strace', 'tcpdump', 'stap', 'bpftrace', 'perf', 'record', 'replay'];
const QUIET = ['rm', 'export'];
/** With these they print something, or write it somewhere, and it is that what is wanted. */
const PRINTING = ['--help', '-h', '--list', '--json', '--wireshark'];
const REPORTS = ['merge', 'diff', '--format', '--save', '--json', '-c', '--command', '--'];

/** `argv`: without `spc`. */
export function kindOf([name = '', ...words]: readonly string[]): CommandKind {
  if (name === 'tui') return 'none';
  if (SESSIONS.includes(name)) return has(words, PRINTING) ? 'terminal' : 'session';
  if (name === 'syscalls') return has(words, [...PRINTING, ...REPORTS]) ? 'terminal' : 'timing';
  return name === 'session' && QUIET.includes(words[0] ?? '') && !has(words, PRINTING) ? 'quiet' : 'terminal';
}

/** Also as `--format=csv`. Words after `--` are another program's. */
function has(words: readonly string[], options: readonly string[]): boolean {
  const own = words.slice(0, words.indexOf('--') + 1 || undefined);
  return own.some((word) =>
    options.some((option) => word === option || (option.startsWith('--') && word.startsWith(`${option}=`))),
  );
}
