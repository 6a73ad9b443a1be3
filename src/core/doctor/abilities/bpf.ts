/** bpftrace, perf, and SystemTap's BPF runtime: bpf(2), perf_event_open(2), tracepoints. */
import type { Ability, Finding, Need } from '../diagnosis.ts';
import { type Evidence, kernelAtLeast } from '../evidence.ts';
import {
  config,
  filtered,
  finer,
  firstUserNamespace,
  hostProcesses,
  lockdown,
  memlock,
  tool,
  tracefs,
} from '../findings.ts';
import { missingTool, userNamespace } from './strace.ts';

const TRACEFS = '/sys/kernel/tracing';

export const bpftrace: Ability = {
  group: 'tools',
  about: 'questions to the kernel in bpftrace',
  look: (evidence) => [...tool(evidence, 'bpftrace'), ...rootUser(evidence), ...bpf(evidence), ...btf(evidence)],
  needs: (evidence) => [...missingTool(evidence, 'bpftrace'), ...bpfNeeds(evidence)],
};

/** What every user of BPF and tracepoints asks for. */
export function bpf(evidence: Evidence): Finding[] {
  return [
    ...config(evidence, 'BPF_SYSCALL'),
    ...config(evidence, 'BPF_EVENTS'),
    ...syscallTracepoints(evidence),
    ...config(evidence, 'UPROBES', 'limited', 'no probes of functions of programs'),
    ...finer(evidence, 'BPF', 'denied'),
    ...unprivileged(evidence),
    ...finer(evidence, 'PERFMON', 'denied'),
    ...firstUserNamespace(evidence, 'denied'),
    ...tracefs(evidence),
    ...lockdown(evidence, 'confidentiality', 'BPF may not read the kernel'),
    ...filtered(evidence, 'bpf and perf_event_open'),
    ...memlock(evidence),
    ...hostProcesses(evidence),
  ];
}

/** What a container needs for `bpf`, and the host. */
export function bpfNeeds(evidence: Evidence): Need[] {
  return [
    { kind: 'kernel', option: 'BPF_SYSCALL' },
    { kind: 'kernel', option: 'BPF_EVENTS' },
    { kind: 'bpf' },
    ...(kernelAtLeast(evidence, 5, 11) ? [] : ([{ kind: 'memlock' }] as const)),
    { kind: 'share', namespace: 'pid' },
    { kind: 'mount', path: TRACEFS },
    ...userNamespace(evidence),
  ];
}

export const perf: Ability = {
  group: 'tools',
  about: 'system calls counted, CPU time sampled, by perf',
  look: (evidence) => [
    ...tool(evidence, 'perf'),
    ...config(evidence, 'PERF_EVENTS'),
    ...syscallTracepoints(evidence),
    ...finer(evidence, 'PERFMON', paranoid(evidence) > -1 ? 'denied' : 'works'),
    { state: 'works', text: `kernel.perf_event_paranoid=${paranoid(evidence)}` },
    ...firstUserNamespace(evidence, 'denied'),
    ...tracefs(evidence),
    ...lockdown(evidence, 'confidentiality', 'perf may not watch the kernel'),
    ...filtered(evidence, 'perf_event_open'),
    ...hostProcesses(evidence),
  ],
  needs: (evidence) => [
    ...missingTool(evidence, 'perf'),
    { kind: 'kernel', option: 'PERF_EVENTS' },
    { kind: 'perfmon' },
    { kind: 'share', namespace: 'pid' },
    { kind: 'mount', path: TRACEFS },
    ...userNamespace(evidence),
  ],
};

/** Documentation/admin-guide/sysctl/kernel.rst: 0 lets everybody load programs, though none that trace. */
function unprivileged({ kernel }: Evidence): Finding[] {
  const value = kernel.sysctls['kernel.unprivileged_bpf_disabled'];
  return value === undefined ? [] : [{ state: 'works', text: `kernel.unprivileged_bpf_disabled=${value}` }];
}

/** perf_event_open(2): 2 unless told. */
const paranoid = ({ kernel }: Evidence) => kernel.sysctls['kernel.perf_event_paranoid'] ?? 2;

/** bpftrace asks for user id 0, whatever capabilities there are. */
function rootUser({ self }: Evidence): Finding[] {
  return self.uid === 0 ? [] : [{ state: 'denied', text: `bpftrace runs as root only; this is user ${self.uid}` }];
}

function btf({ kernel }: Evidence): Finding[] {
  if (kernel.btf) return [{ state: 'works', text: '/sys/kernel/btf/vmlinux is there' }];
  return [
    {
      state: 'limited',
      text: "no /sys/kernel/btf/vmlinux: the kernel's structures are unknown, and with them pid namespaces",
    },
  ];
}

const syscallTracepoints = (evidence: Evidence) =>
  config(evidence, 'FTRACE_SYSCALLS', 'limited', 'there are no tracepoints of system calls');
