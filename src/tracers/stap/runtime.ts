/** Which of SystemTap's runtimes a machine can run, and why. */

/** `kernel`: a module that stap compiles and loads. `bpf`: a BPF program that stapbpf loads. */
export type StapRuntime = 'kernel' | 'bpf';

/** What was found of the running kernel. */
export interface StapFacts {
  release: string;
  /** CONFIG_MODULES; null: the kernel's configuration cannot be read. */
  modules: boolean | null;
  /** CONFIG_KPROBES; null likewise. */
  kprobes: boolean | null;
  /** CAP_SYS_MODULE is there. */
  mayLoad: boolean;
  /** Headers to compile a module of this very release against, `/lib/modules/…/build`; empty: none. */
  build: string;
  /** The kernel's debugging information: a vmlinux with DWARF; empty: none. */
  debuginfo: string;
  /** /sys/kernel/btf/vmlinux is there: the running kernel's structures. */
  btf: boolean;
  /** Any kernel's headers, the newest: `/usr/src/linux-headers-6.1.0-56-amd64`; empty: none. */
  headers: string;
}

export interface RuntimeChoice {
  runtime: StapRuntime;
  /** A line each: what speaks for it and against the other; never empty. */
  why: string[];
}

/**
 * The kernel runtime where it has all it needs, as it can do more; else BPF. Whether what BPF needs is there is told when it
 * is prepared.
 */
export function chooseRuntime(facts: StapFacts): RuntimeChoice {
  const against = OBJECTIONS.flatMap(([stands, text]) => (stands(facts) ? [text(facts)] : []));
  if (against.length > 0) return { runtime: 'bpf', why: against };
  return { runtime: 'kernel', why: [`modules, kprobes, ${facts.build} and ${facts.debuginfo} are there`] };
}

type Objection = readonly [(facts: StapFacts) => boolean, (facts: StapFacts) => string];

/** What the kernel runtime cannot do without. */
const OBJECTIONS: readonly Objection[] = [
  [({ modules }) => modules === false, () => 'this kernel takes no modules (CONFIG_MODULES)'],
  [({ modules, mayLoad }) => modules !== false && !mayLoad, () => 'modules may not be loaded (CAP_SYS_MODULE)'],
  [({ kprobes }) => kprobes === false, () => 'this kernel has no kprobes (CONFIG_KPROBES)'],
  [({ modules, build }) => modules !== false && !build, ({ release }) => `there are no headers of kernel ${release}`],
  [
    ({ modules, debuginfo }) => modules !== false && !debuginfo,
    ({ release }) => `there is no debugging information of kernel ${release}`,
  ],
];
