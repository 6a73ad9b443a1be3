/** /proc/PID/stat: one line, whose second field is text that the process chose. */

/** What of the line is used. Numbers as the kernel gives them. */
export interface Stat {
  pid: number;
  comm: string;
  state: string;
  ppid: number;
  tty: number;
  kernelThread: boolean;
  /** Clock ticks, user and system. */
  ticks: number;
  threads: number;
  /** Clock ticks since boot. */
  startTime: number;
  /** Pages. */
  rssPages: number;
}

const PF_KTHREAD = 0x0020_0000;

/** Fields as proc_pid_stat(5) numbers them, less 3: counted from the one after the name. */
const FIELD = { ppid: 1, tty: 4, flags: 6, utime: 11, stime: 12, threads: 17, startTime: 19, rss: 21 } as const;

/**
 * Reads a line of /proc/PID/stat (proc_pid_stat(5)). The name may hold blanks, newlines and parentheses, so it ends at the
 * last `)`. Undefined for anything that is no such line.
 */
export function parseStat(line: string): Stat | undefined {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 1 || close < open) return undefined;
  const fields = line.slice(close + 2).split(' ', FIELD.rss + 1);
  if (fields.length <= FIELD.rss) return undefined;
  const number = (name: keyof typeof FIELD) => Number(fields[FIELD[name]]);
  return {
    pid: Number(line.slice(0, open)),
    comm: line.slice(open + 1, close),
    state: fields[0] ?? '',
    ppid: number('ppid'),
    tty: number('tty') >>> 0,
    kernelThread: (number('flags') & PF_KTHREAD) !== 0,
    ticks: number('utime') + number('stime'),
    threads: number('threads'),
    startTime: number('startTime'),
    rssPages: number('rss'),
  };
}
