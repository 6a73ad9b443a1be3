/** What a diagnosis is: abilities, their states, the evidence, and what would help. */
import type { Capability } from '../capabilities.ts';
import type { ConfigOption, Evidence, Sysctl, ToolName } from './evidence.ts';

/**
 * works: on any target of this host. limited: on some, or in part; the text says which. denied: it is here, and refused.
 * missing: a program or a part of the kernel is not here. unknown: cannot be told without trying.
 */
export const STATES = ['works', 'limited', 'unknown', 'denied', 'missing'] as const;
export type State = (typeof STATES)[number];

export const GROUPS = ['tools', 'spc', 'engines'] as const;
export type Group = (typeof GROUPS)[number];

/** One thing that was looked at, and what it means for an ability. */
export interface Finding {
  state: State;
  /** What was read and found: `CapEff lacks CAP_SYS_PTRACE`. */
  text: string;
}

/** What an ability asks of whoever starts spc. */
export type Need =
  | { kind: 'capability'; name: Capability }
  /** CAP_BPF and CAP_PERFMON; CAP_SYS_ADMIN where these do not exist. */
  | { kind: 'bpf' }
  | { kind: 'perfmon' }
  | { kind: 'share'; namespace: 'pid' | 'net' }
  | { kind: 'mount'; path: string; writable?: boolean }
  | { kind: 'unconfined'; by: 'apparmor' | 'selinux' }
  /** A limit that older kernels count BPF's memory by. */
  | { kind: 'memlock' }
  | { kind: 'initial-user-namespace' }
  | { kind: 'sysctl'; name: Sysctl; value: number }
  | { kind: 'kernel'; option: ConfigOption }
  /** Of the machine itself: a command line, or a sentence. */
  | { kind: 'host'; text: string }
  | { kind: 'tool'; name: ToolName };

/** An ability: what it is, what is looked at, and all it needs beyond what an ordinary container has. */
export interface Ability {
  group: Group;
  /** What it is for, one line. */
  about: string;
  /** Rows of one family that say the same are shown as one. */
  family?: string;
  look(evidence: Evidence): Finding[];
  needs(evidence: Evidence): Need[];
}

/** How to get an ability on one platform. */
export interface Advice {
  /** `docker`, `docker before 23`, `podman`, `kubernetes`, `host`. */
  platform: string;
  /** Words for a command line; empty for kubernetes and host. */
  flags: string[];
  /** YAML for kubernetes; for host: commands and sentences, one a line. */
  text: string;
}

/** A row of the answer. */
export interface Diagnosis {
  ability: string;
  group: Group;
  about: string;
  state: State;
  /** The finding that decides, one line. */
  summary: string;
  /** All findings, one line each. */
  evidence: string[];
  /** Empty for what works. */
  advice: Advice[];
}
