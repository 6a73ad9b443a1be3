/** Which of SystemTap's runtimes a machine can run, and why. */

/** `kernel`: a module that stap compiles and loads. `bpf`: a BPF program that stapbpf loads. */
export type StapRuntime = 'kernel' | 'bpf';

/** What was found of the running kernel. */
export interface StapFacts {
  release: string;
  /** CONFIG_MODULES; null: the kernel's configuration cannot be read. */
  modules: boolean | null;
  /** Why it takes none of ours all the same; none: it does. */
  barred: readonly string[];
  /** CONFIG_KPROBES; null likewise. */
  kprobes: boolean | null;
  /** CAP_SYS_MODULE is there. */
  mayLoad: boolean;
  /** Headers to compile a module of this very release against, `/lib/modules/…/build`; empty: none. */
  build: string;
  /** The kernel's debugging information is there: a vmlinux with DWARF. */
  debuginfo: boolean;
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
 *
 * @param usesFiles the script's arguments name files of the target. A module looks for processes by their program's path,
 *   and the path of a container's file is the host's file to stap; only under BPF is the file itself handed over.
 */
export function chooseRuntime(facts: StapFacts, usesFiles: boolean): RuntimeChoice {
  const against = OBJECTIONS.flatMap(([stands, text]) => (stands(facts) ? [text(facts)] : []));
  const all = [...against, ...facts.barred, ...(usesFiles ? [FILES] : [])];
  if (all.length > 0) return { runtime: 'bpf', why: all };
  return { runtime: 'kernel', why: [`modules, kprobes, ${facts.build} and debugging information are there`] };
}

const FILES = "a module cannot be told a container's file from the host's file of that path";

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
