/**
 * The functions a script has to ask about its target, as a tapset file: SystemTap reads it when a script calls one of them.
 *
 *   spc_target()               1 when the current task is the target's
 *   spc_task_in_target(task)   the same of a struct task_struct, such as a tracepoint's `$next`
 *   spc_user_string(address)   a string of the current process; `?` when it cannot be read
 *   spc_argument(regs, n)      argument n (1 to 6) of the system call whose `$regs` sys_enter has
 *   @spc_cast(address, "type") a structure of the running kernel
 *
 * Names of our own begin with `__spc_`: a global of the script would else take their place.
 */
import type { TargetFilter } from '../../core/session/filter.ts';
import { tooManyProcesses } from '../../core/session/too-many.ts';
import type { StapRuntime } from './runtime.ts';

/** More processes than this are refused. */
const MAX_PIDS = 8192;
/** Room for them and for what they start: a map of the BPF runtime has a fixed size, and says nothing when it is full. */
const KEPT_PIDS = 2 * MAX_PIDS;

/** What the tapset is made for. */
export interface PreludeFacts {
  filter: TargetFilter;
  runtime: StapRuntime;
  /** The header with the running kernel's structures; for the BPF runtime only. No quotes or brackets in it. */
  vmlinux: string;
}

/** The tapset's two files by name: functions (`spc.stp`) and macros (`spc.stpm`). Throws `unsupported` for too many processes. */
export function prelude(facts: PreludeFacts): Record<'spc.stp' | 'spc.stpm', string> {
  return {
    'spc.stp': [...MEANS[facts.runtime], ...selection(facts), ...ARGUMENT].join('\n'),
    'spc.stpm': macros(facts),
  };
}

function macros({ runtime, vmlinux }: PreludeFacts): string {
  const header = runtime === 'bpf' ? `<${vmlinux}>` : 'kernel';
  return `@define spc_cast(address, type) %( @cast(@address, @type, "${header}") %)\n`;
}

/** What each runtime has its own words for. */
const MEANS: Readonly<Record<StapRuntime, readonly string[]>> = {
  bpf: [
    'function __spc_current:long() %{ /* bpf */ /* pure */ call, $$, get_current_task; %}',
    'function spc_user_string:string(__spc_address:long) { return kernel_string(__spc_address, "?") }',
  ],
  kernel: [
    '%{',
    '#include <linux/sched.h>',
    '#include <linux/pid_namespace.h>',
    '#include <linux/cgroup.h>',
    '%}',
    'function __spc_current:long() %{ /* pure */ STAP_RETVALUE = (long)current; %}',
    'function spc_user_string:string(__spc_address:long) { return user_string(__spc_address, "?") }',
  ],
};

function selection(facts: PreludeFacts): string[] {
  const { runtime, filter } = facts;
  const body = filter.kind === 'host' ? '{ return 1 }' : BODIES[runtime](filter);
  return [
    ...(filter.kind === 'pids' ? processes(filter.pids, runtime) : []),
    `function spc_task_in_target:long(__spc_task:long) ${body}`,
    filter.kind === 'host'
      ? 'function spc_target:long() { return 1 }'
      : 'function spc_target:long() { return spc_task_in_target(__spc_current()) }',
  ];
}

type Narrow = Exclude<TargetFilter, { kind: 'host' }>;

const BODIES: Readonly<Record<StapRuntime, (filter: Narrow) => string>> = { bpf: bpfBody, kernel: kernelBody };

const TASK = '@spc_cast(__spc_task, "task_struct")';

/** A constant of 2³¹ and more is compared in two halves: an instruction holds no larger one. */
function bpfBody(filter: Narrow): string {
  if (filter.kind === 'pids') return '{ return __spc_tgid(__spc_task) in __spc_pids }';
  const member = filter.kind === 'pidns' ? 'nsproxy->pid_ns_for_children->ns->inum' : 'cgroups->dfl_cgrp->kn->id';
  const value = filter.kind === 'pidns' ? filter.inode : filter.id;
  const [high, low] = [Math.floor(value / 65536), value % 65536];
  return `{
  __spc_value = ${TASK}->${member}
  return (__spc_value >> 16) == ${high} && (__spc_value & 65535) == ${low}
}`;
}

function kernelBody(filter: Narrow): string {
  if (filter.kind === 'pids') return '{ return __spc_tgid(__spc_task) in __spc_pids }';
  const value =
    filter.kind === 'pidns'
      ? `task_active_pid_ns(task) && task_active_pid_ns(task)->ns.inum == ${filter.inode}U`
      : `cgroup_id(task_dfl_cgroup(task)) == ${filter.id}ULL`;
  return `%{ /* pure */
  struct task_struct *task = (struct task_struct *)(long)STAP_ARG___spc_task;
  rcu_read_lock();
  STAP_RETVALUE = ${value};
  rcu_read_unlock();
%}`;
}

/** The processes of the beginning, and those they start, until they are gone. */
function processes(pids: readonly number[], runtime: StapRuntime): string[] {
  if (pids.length > MAX_PIDS) throw tooManyProcesses('stap', pids.length, MAX_PIDS);
  const tgid =
    runtime === 'bpf'
      ? `{ return ${TASK}->tgid }`
      : '%{ /* pure */ STAP_RETVALUE = ((struct task_struct *)(long)STAP_ARG___spc_task)->tgid; %}';
  const pid = tgid.replace('->tgid', '->pid');
  return [
    `global __spc_pids[${KEPT_PIDS}]`,
    `function __spc_tgid:long(__spc_task:long) ${tgid}`,
    `function __spc_tid:long(__spc_task:long) ${pid}`,
    `probe begin(-1000) { ${pids.map((pid) => `__spc_pids[${pid}] = 1`).join('; ')} }`,
    'probe kernel.trace("sched_process_fork") {',
    '  if (__spc_tgid($parent) in __spc_pids) __spc_pids[__spc_tgid($child)] = 1',
    '}',
    'probe kernel.trace("sched_process_free") {',
    '  if (__spc_tgid($p) == __spc_tid($p)) delete __spc_pids[__spc_tid($p)]',
    '}',
  ];
}

const X86 = ['di', 'si', 'dx', 'r10', 'r8', 'r9'];

/** Registers of the system call convention, syscall(2). */
const ARGUMENT: readonly string[] = [
  'function spc_argument:long(__spc_regs:long, __spc_n:long) {',
  '%( arch == "x86_64" %?',
  ...X86.map((name, i) => `  if (__spc_n == ${i + 1}) return @spc_cast(__spc_regs, "pt_regs")->${name}`),
  '%:',
  '  if (__spc_n == 1) return @spc_cast(__spc_regs, "pt_regs")->orig_x0',
  ...[1, 2, 3, 4, 5].map((i) => `  if (__spc_n == ${i + 1}) return @spc_cast(__spc_regs, "pt_regs")->regs[${i}]`),
  '%)',
  '  return 0',
  '}',
  '',
];
