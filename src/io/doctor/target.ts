/** What about a target decides who may trace it, and how. */
import { readdirSync, readlinkSync } from 'node:fs';
import { parseElf } from '../../core/doctor/elf.ts';
import type { TargetEvidence, TargetProcess } from '../../core/doctor/target.ts';
import { parseStat } from '../../core/processes/stat.ts';
import type { Target } from '../../core/target.ts';
import { tryReadText } from '../inspect/files.ts';
import { openTargetRoot } from '../inspect/target-root.ts';
import { readNamespaces } from '../proc/namespaces.ts';
import { readTargetFilter } from '../tracing/target-filter.ts';

/** Of a target with more, the first tell enough. */
const MAX_PROCESSES = 5000;

/** @param pids host pids of its processes */
export async function readTargetEvidence(target: Target, pids: readonly number[]): Promise<TargetEvidence> {
  const { pid, title } = target;
  const there = pid > 0 ? readNamespaces(pid) : undefined;
  const own = readNamespaces('self') ?? {};
  const same = (type: 'pid' | 'net' | 'user') => (there?.[type] === undefined ? null : there[type] === own[type]);
  return {
    title,
    processes: pids.slice(0, MAX_PROCESSES).flatMap((each) => readProcess(each) ?? []),
    uid: pid > 0 ? uidOf(pid) : null,
    shared: { pid: same('pid'), net: same('net'), user: same('user') },
    filter: pid > 0 ? readTargetFilter({ target, pidsOf: () => [...pids] }).why : '',
    program: pid > 0 ? await readProgram(target) : null,
  };
}

function readProcess(pid: number): TargetProcess | undefined {
  const stat = parseStat(tryReadText(`/proc/${pid}/stat`, 4096) ?? '');
  if (!stat) return undefined;
  const { comm, state, kernelThread, threads } = stat;
  return { pid, comm, state, kernelThread, threads, tracer: tracerOf(pid) };
}

/** Of any of its threads: each has a tracer of its own. */
function tracerOf(pid: number): TargetProcess['tracer'] {
  for (const tid of threadsOf(pid)) {
    const text = tryReadText(`/proc/${pid}/task/${tid}/status`, 16 * 1024) ?? '';
    const tracer = Number(/^TracerPid:\t(\d+)$/m.exec(text)?.[1] ?? 0);
    if (tracer > 0) return { pid: tracer, comm: tryReadText(`/proc/${tracer}/comm`, 64)?.trimEnd() ?? '' };
  }
  return null;
}

/** A process of thousands of threads is looked at by its first ones. */
const MAX_THREADS = 64;

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).slice(0, MAX_THREADS);
  } catch {
    return [];
  }
}

function uidOf(pid: number): number | null {
  const effective = /^Uid:\t\d+\t(\d+)/m.exec(tryReadText(`/proc/${pid}/status`, 16 * 1024) ?? '')?.[1];
  return effective === undefined ? null : Number(effective);
}

/** Enough for the table of segments of any linker. */
const HEAD_BYTES = 4096;

/** Its file is a stranger's: it is read as all of a target's files are. */
async function readProgram({ pid, startTime }: Target): Promise<TargetEvidence['program']> {
  try {
    const path = readlinkSync(`/proc/${pid}/exe`);
    const root = await openTargetRoot(pid, startTime);
    try {
      const head = root.read(path, HEAD_BYTES);
      return head ? parseElf(head) : null;
    } finally {
      root.close();
    }
  } catch {
    return null; // it ended, it is the kernel's, or it is not ours to read
  }
}
