/** What about this very target: what of it stands in a tracer's way, and what the caller should know. */
import type { TracerName } from '../events.ts';
import { showUnit } from './units.ts';

export interface TargetProcess {
  pid: number;
  comm: string;
  /** One letter of proc_pid_stat(5). */
  state: string;
  kernelThread: boolean;
  threads: number;
  /** 0: nobody traces it. */
  tracer: { pid: number; comm: string } | null;
}

export interface TargetEvidence {
  title: string;
  /** Those that could be read. */
  processes: TargetProcess[];
  /** Effective user id of the process that stands for it; null: not told. */
  uid: number | null;
  /** It is in this namespace of spc's own; null: cannot be told. */
  shared: Record<'pid' | 'net' | 'user', boolean | null>;
  /** Why the filter inside the kernel is what it is. */
  filter: string;
  /** Of the program of the process that stands for it; null: cannot be told. */
  program: { bits: 32 | 64; static: boolean } | null;
}

/** One thing about a target. */
export interface TargetFinding {
  /** blocks: those tracers cannot do it. limits: they do less. note: good to know. */
  level: 'blocks' | 'limits' | 'note';
  text: string;
  /** Whom it concerns; empty: everybody. */
  tracers: TracerName[];
}

const PTRACERS: TracerName[] = ['strace'];
const PROBERS: TracerName[] = ['stap', 'bpftrace', 'perf'];

/** From the worst to the mildest. @param self who looks: its user id, and whether it may trace all */
export function targetFindings(target: TargetEvidence, self: { uid: number; mayTrace: boolean }): TargetFinding[] {
  const found = [
    ...noProcess(target),
    ...tracedOnes(target),
    ...ofState(target, ['Z', 'X'], 'blocks', 'has ended and only waits for its parent (zombie)'),
    ...kernelThreads(target),
    ...otherUser(target, self),
    ...ofState(target, ['T'], 'note', 'is stopped: it makes no system calls until it is continued'),
    ...hostNetwork(target),
    ...separation(target),
    ...program(target),
    ...cost(target),
  ];
  return found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

const LEVELS = ['blocks', 'limits', 'note'];

/** A tracer cannot do anything with this target. */
export function isBlocked(findings: readonly TargetFinding[], tracer: TracerName): TargetFinding | undefined {
  return findings.find(
    ({ level, tracers }) => level === 'blocks' && (tracers.length === 0 || tracers.includes(tracer)),
  );
}

function noProcess({ processes }: TargetEvidence): TargetFinding[] {
  if (processes.length > 0) return [];
  return [{ level: 'blocks', text: 'no process of it runs', tracers: [...PTRACERS, ...PROBERS] }];
}

/** A process has one tracer at most (ptrace(2)). All of them traced: nothing is left for another. */
function tracedOnes({ processes }: TargetEvidence): TargetFinding[] {
  const traced = processes.filter(({ tracer }) => tracer !== null);
  const level = traced.length === processes.length ? 'blocks' : 'limits';
  return traced.slice(0, MAX_NAMED).map(({ pid, comm, tracer }) => ({
    level,
    text: `${named(pid, comm)} is traced already, by ${named(tracer?.pid ?? 0, tracer?.comm ?? '')}: end that first`,
    tracers: PTRACERS,
  }));
}

/** A hostile target has thousands. */
const MAX_NAMED = 5;

const named = (pid: number, comm: string) => `process ${pid} (${comm})`;

function ofState(
  { processes }: TargetEvidence,
  states: readonly string[],
  level: TargetFinding['level'],
  text: string,
): TargetFinding[] {
  const those = processes.filter(({ state }) => states.includes(state));
  const whole = those.length === processes.length;
  return those.slice(0, MAX_NAMED).map(({ pid, comm }) => ({
    level: level === 'blocks' && !whole ? 'note' : level,
    text: `${named(pid, comm)} ${text}`,
    tracers: level === 'blocks' ? [] : PTRACERS,
  }));
}

function kernelThreads({ processes }: TargetEvidence): TargetFinding[] {
  const those = processes.filter(({ kernelThread }) => kernelThread);
  return those.slice(0, MAX_NAMED).map(({ pid, comm }) => ({
    level: those.length === processes.length ? 'blocks' : 'note',
    text: `${named(pid, comm)} is a thread of the kernel: it makes no system calls`,
    tracers: PTRACERS,
  }));
}

function otherUser({ uid }: TargetEvidence, self: { uid: number; mayTrace: boolean }): TargetFinding[] {
  if (uid === null || uid === self.uid || self.mayTrace) return [];
  return [
    {
      level: 'blocks',
      text: `it is user ${uid}'s, and this is user ${self.uid}, without CAP_SYS_PTRACE`,
      tracers: PTRACERS,
    },
  ];
}

function hostNetwork({ shared }: TargetEvidence): TargetFinding[] {
  if (shared.net !== true) return [];
  return [
    {
      level: 'limits',
      text: "it has no network of its own: tcpdump sees that of all who share it, spc's own too",
      tracers: ['tcpdump'],
    },
  ];
}

function separation({ shared, filter }: TargetEvidence): TargetFinding[] {
  const userNamespace: TargetFinding[] =
    shared.user === false
      ? [
          {
            level: 'note',
            text: 'it has a user namespace of its own: its user ids differ from the host’s',
            tracers: [],
          },
        ]
      : [];
  const text = `told from other processes inside the kernel so: ${filter}`;
  return [...userNamespace, ...(filter === '' ? [] : [{ level: 'note' as const, text, tracers: PROBERS }])];
}

function program({ program }: TargetEvidence): TargetFinding[] {
  if (!program) return [];
  const found: TargetFinding[] = [];
  if (program.bits === 32)
    found.push({
      level: 'limits',
      text: 'its program has 32 bits: system calls have other numbers there, which probes inside the kernel do not tell apart',
      tracers: PROBERS,
    });
  if (program.static)
    found.push({
      level: 'note',
      text: "its program is static: probes of the C library's functions find nothing",
      tracers: ['stap', 'bpftrace'],
    });
  return found;
}

/** Each thread is stopped twice a system call. */
function cost({ processes }: TargetEvidence): TargetFinding[] {
  const threads = processes.reduce((sum, each) => sum + each.threads, 0);
  if (threads === 0) return [];
  const text = `${showUnit(processes.length, 'process', 'processes')}, ${showUnit(threads, 'thread', 'threads')}: strace stops each twice a system call`;
  return [{ level: 'note', text, tracers: PTRACERS }];
}
