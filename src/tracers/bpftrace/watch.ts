/** What separates a target from all other processes, in bpftrace's language. */
import type { TargetFilter } from '../../core/session/filter.ts';
import { tooManyProcesses } from '../../core/session/too-many.ts';

/** Parts of a program, each in one line. */
export interface Watch {
  /** Holds for the current task when it is the target's; an operand of any operator. */
  predicate: string;
  /** Statements of BEGIN and END; may be empty. */
  begin: string;
  end: string;
  /** Probes of its own; may be empty. */
  probes: string;
}

/** The map that has the target's processes, where only their numbers tell. Also holds threads: a number is a number. */
const MAP = '@spc_target';

/**
 * More processes than this are refused: each is a statement of the program, and bpftrace 0.17 compiles 2,048 of them in 4 s,
 * 4,096 in 75 s.
 */
const MAX_PIDS = 2048;

/** Room for them, their threads and what they start: for BPFTRACE_MAP_KEYS_MAX, else 4,096, and a full map says nothing. */
export const MAP_KEYS = 16_384;

/**
 * The predicate for a filter. Throws `unsupported` for too many processes. `pids`: a map that grows with each fork, before the child runs (kernel_clone calls the
 * tracepoint first), and forgets a number when it may be given again.
 */
export function watch(filter: TargetFilter): Watch {
  switch (filter.kind) {
    case 'host':
      return simple('(1)');
    case 'pidns':
      return simple(`(((struct task_struct *)curtask)->nsproxy->pid_ns_for_children->ns.inum == ${filter.inode})`);
    case 'cgroup':
      return simple(`(cgroup == ${filter.id})`);
    case 'pids':
      if (filter.pids.length > MAX_PIDS) throw tooManyProcesses('bpftrace', filter.pids.length, MAX_PIDS);
      return {
        predicate: `(${MAP}[pid] == 1)`,
        begin: filter.pids.map((pid) => `${MAP}[${pid}] = 1;`).join(' '),
        end: `clear(${MAP});`,
        probes: [
          `tracepoint:sched:sched_process_fork /${MAP}[pid] == 1/ { ${MAP}[args->child_pid] = 1; }`,
          `tracepoint:sched:sched_process_free { delete(${MAP}[args->pid]); }`,
        ].join(' '),
      };
  }
}

const simple = (predicate: string): Watch => ({ predicate, begin: '', end: '', probes: '' });
