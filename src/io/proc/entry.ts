/** One process, read from its files in /proc. */
import { parseCgroup } from '../../core/processes/cgroup.ts';
import { parseCmdline } from '../../core/processes/cmdline.ts';
import { parseStat, type Stat } from '../../core/processes/stat.ts';
import { parseStatus } from '../../core/processes/status.ts';
import type { CgroupLine, ProcessEntry, ProcessPart } from '../../core/processes/types.ts';
import { readNamespaces } from './namespaces.ts';
import { readProc, tryReadProc } from './read.ts';

/** Thrown for a process that ended while it was read. */
const gone = () => Object.assign(new Error('the process ended'), { code: 'ESRCH' });

/** So long a reading is taken to be of one process: no machine goes through all its process ids in this time. */
const TRUSTED_MS = 10;

/**
 * A reader of processes with these parts. `pageSize` in bytes; `now` in milliseconds. Texts that many processes have in
 * common are parsed once.
 */
export function entryReader(parts: readonly ProcessPart[], pageSize: number, now = () => performance.now()) {
  const has = (part: ProcessPart) => parts.includes(part);
  const [status, cgroup, cmdline, ns] = [has('status'), has('cgroup'), has('cmdline'), has('ns')];
  const cgroups = new Map<string, CgroupLine[]>();

  /**
   * `bare`: what was read of it a moment ago; the parts are added. Throws ENOENT or ESRCH when it is gone, EACCES or EPERM when it is hidden (hidepid
   * in proc(5)).
   */
  return function readEntry(pid: number, bare?: ProcessEntry): ProcessEntry {
    const begun = now();
    const entry = bare ?? readBare(pid, pageSize);
    if (ns) addNamespaces(entry);
    if (cgroup) addCgroups(entry, cgroups);
    if (cmdline) addCommand(entry);
    if (status) addStatus(entry);
    if (bare || isDoubtful(entry) || now() - begun > TRUSTED_MS) confirm(entry);
    return entry;
  };
}

/** What changes all the time, without any part. Throws as `readEntry`. */
export function readBare(pid: number, pageSize: number): ProcessEntry {
  return toEntry(readStat(pid), pageSize);
}

function readStat(pid: number): Stat {
  const stat = parseStat(readProc(`/proc/${pid}/stat`));
  if (!stat) throw gone();
  return stat;
}

function toEntry({ rssPages, ...stat }: Stat, pageSize: number): ProcessEntry {
  return { ...stat, rss: rssPages * pageSize };
}

function addNamespaces(entry: ProcessEntry): void {
  const found = readNamespaces(entry.pid);
  if (found) entry.ns = found;
}

/** Absent where the kernel has no cgroups. */
function addCgroups(entry: ProcessEntry, known: Map<string, CgroupLine[]>): void {
  const text = tryReadProc(`/proc/${entry.pid}/cgroup`);
  if (text === undefined) return;
  const lines = known.get(text) ?? parseCgroup(text);
  known.set(text, lines);
  entry.cgroups = lines;
}

function addCommand(entry: ProcessEntry): void {
  entry.argv = hasCommand(entry) ? parseCmdline(readProc(`/proc/${entry.pid}/cmdline`)) : [];
}

function addStatus(entry: ProcessEntry): void {
  const status = parseStatus(readProc(`/proc/${entry.pid}/status`));
  if (!status) throw gone();
  entry.uid = status.uid;
  entry.nsPids = status.nsPids.length > 0 ? status.nsPids : [entry.pid];
}

/** Kernel threads and zombies have no memory a command line could be in. */
const hasCommand = ({ kernelThread, state }: ProcessEntry) => !kernelThread && state !== 'Z' && state !== 'X';

/** A running program without a command line has most likely just ended. */
const isDoubtful = (entry: ProcessEntry) => entry.argv?.length === 0 && hasCommand(entry);

/** Looks again: is it still the same process, and does it still run? */
function confirm(entry: ProcessEntry): void {
  const now = readStat(entry.pid);
  if (now.startTime !== entry.startTime) throw gone();
  entry.state = now.state;
}
