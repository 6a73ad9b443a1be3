/** SystemTap: a module of the kernel, or BPF. */
import type { Ability, Finding, Need } from '../diagnosis.ts';
import type { Evidence } from '../evidence.ts';
import { capability, config, firstUserNamespace, hostProcesses, tool } from '../findings.ts';
import { modulesBarred } from '../modules.ts';
import { bpf, bpfNeeds } from './bpf.ts';
import { missingTool, userNamespace } from './strace.ts';

/** What makes the tree that stap compiles against, and the shim around stapbpf. */
const HELPERS = ['gcc', 'make', 'bpftool'] as const;

export const stapBpf: Ability = {
  group: 'tools',
  about: 'SystemTap through BPF: no module, a part of the language',
  look: (evidence) => [
    ...tool(evidence, 'stap'),
    ...HELPERS.flatMap((name) => tool(evidence, name)),
    ...anyHeaders(evidence),
    ...bpf(evidence),
  ],
  needs: (evidence) => [
    ...missingTool(evidence, 'stap'),
    ...HELPERS.flatMap((name) => missingTool(evidence, name)),
    ...headersNeed(evidence),
    ...bpfNeeds(evidence),
  ],
};

export const stapKernel: Ability = {
  group: 'tools',
  about: 'SystemTap through a kernel module: the whole language',
  look: (evidence) => [
    ...tool(evidence, 'stap'),
    ...config(evidence, 'MODULES'),
    ...modulesBarred(evidence),
    ...ownTree(evidence),
    ...tool(evidence, 'gcc'),
    ...tool(evidence, 'make'),
    ...capability(evidence, 'SYS_MODULE', 'denied', 'no module can be loaded'),
    ...firstUserNamespace(evidence, 'denied'),
    ...config(evidence, 'KPROBES'),
    ...debuginfo(evidence),
    ...hostProcesses(evidence),
  ],
  needs: (evidence) => [
    ...missingTool(evidence, 'stap'),
    ...missingTool(evidence, 'gcc'),
    ...missingTool(evidence, 'make'),
    { kind: 'kernel', option: 'MODULES' },
    { kind: 'kernel', option: 'KPROBES' },
    ...packages(evidence),
    { kind: 'capability', name: 'SYS_MODULE' },
    { kind: 'share', namespace: 'pid' },
    { kind: 'mount', path: '/lib/modules' },
    { kind: 'mount', path: '/usr/src' },
    { kind: 'mount', path: '/usr/lib/debug' },
    { kind: 'mount', path: '/sys/kernel/debug', writable: true },
    ...userNamespace(evidence),
  ],
};

/** It makes no module, but its compiler wants headers: those of this kernel, else any. */
function anyHeaders({ kernel }: Evidence): Finding[] {
  if (kernel.buildTree) return [{ state: 'works', text: `headers of this kernel: ${kernel.buildTree}` }];
  const newest = kernel.headers.at(-1);
  if (newest) return [{ state: 'works', text: `headers of ${newest} stand in for those of ${kernel.release}` }];
  return [{ state: 'missing', text: 'no kernel headers are installed' }];
}

function ownTree({ kernel }: Evidence): Finding[] {
  if (kernel.buildTree) return [{ state: 'works', text: `headers of this kernel: ${kernel.buildTree}` }];
  const other = kernel.headers.at(-1);
  const others = other ? `; those of ${other} are for another kernel` : '';
  return [{ state: 'missing', text: `no headers of ${kernel.release}${others}` }];
}

function debuginfo({ kernel }: Evidence): Finding[] {
  if (kernel.debuginfo) return [{ state: 'works', text: "the kernel's debuginfo is here" }];
  return [{ state: 'missing', text: `no debuginfo of ${kernel.release}` }];
}

function headersNeed({ kernel }: Evidence): Need[] {
  if (kernel.buildTree || kernel.headers.length > 0) return [];
  return [{ kind: 'host', text: 'apt-get install linux-headers-amd64, or dnf install kernel-devel' }];
}

/** Of no use to a kernel that takes no modules. */
function packages({ kernel }: Evidence): Need[] {
  const { release, buildTree, debuginfo, config } = kernel;
  if (config.MODULES === 'n') return [];
  const headers = `apt-get install linux-headers-${release}, or dnf install kernel-devel-${release}`;
  const symbols = `apt-get install linux-image-${release}-dbg, or dnf debuginfo-install kernel-${release}`;
  const texts = [...(buildTree ? [] : [headers]), ...(debuginfo ? [] : [symbols])];
  return texts.map((text) => ({ kind: 'host', text }));
}
