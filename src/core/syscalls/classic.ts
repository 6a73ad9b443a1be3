/** The classic interface: which calls are counted together, and under which title. */
import { SpcError } from '../errors.ts';

/** Who is meant, as it was asked for. */
export interface ClassicFilters {
  /** Thread names, as `ps -o comm` has them. */
  names: readonly string[];
  pids: readonly number[];
  uids: readonly number[];
}

/** A table of its own: who is in it, for bpftrace, and its title. */
export interface ClassicSection {
  predicate: string;
  title: string;
}

/** A thread's name is no longer (TASK_COMM_LEN of Linux, less its end). */
const MAX_NAME = 15;

/** A section a filter, each once. A command is no filter. Throws `usage` for a name that cannot be one. */
export function classicSections({ names, pids, uids }: ClassicFilters): ClassicSection[] {
  const sections = [
    ...pids.map((pid) => ({ predicate: `pid == ${pid}`, title: `Times for process ID ${pid}:` })),
    ...names.map((name) => ({ predicate: `comm == "${plain(name)}"`, title: `Times for process name ${name}:` })),
    ...uids.map((uid) => ({ predicate: `uid == ${uid}`, title: `Times for user ID ${uid}:` })),
  ];
  return [...new Map(sections.map((section) => [section.title, section])).values()];
}

/** The name goes into a program's text: nothing that could end a string there. */
function plain(name: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(name)) return name.slice(0, MAX_NAME);
  throw new SpcError(
    'usage',
    `'${name}' cannot be looked for`,
    'quotes, backslashes and what is not ASCII are left out',
  );
}

/** The title of the table of all. */
export const classicTotal = (isFiltered: boolean): string =>
  `Times for all processes (${isFiltered ? 'filtered' : 'unfiltered'}):`;

/** What is printed when it begins. */
export const CLASSIC_BANNER = 'Collecting data - type Ctrl-C to print output and exit...';
