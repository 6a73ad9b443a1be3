/** Checks, what they find, and the report: the contract between rules, evidence and output. */
import type { EngineName, Evidence, PieceName } from './evidence.ts';

export type * from './container.ts';
export type * from './evidence.ts';
export type * from './objects.ts';

/** Sections of the benchmark; C is what the community added. */
export type SectionId = '1' | '2' | '3' | '4' | '5' | '6' | '7' | 'C';

/** Worst last. */
export const SEVERITIES = ['low', 'medium', 'high'] as const;

/** How bad a failure is: high — a way to root on the host; medium — a wall is missing; low — hygiene. */
export type Severity = (typeof SEVERITIES)[number];

export type Scope = 'host' | 'daemon' | 'files' | 'images' | 'containers' | 'swarm' | 'operations';

/** What a rule says. `note` is for a human to review; `info` is worth a look and counts for nothing. */
export const RULE_STATES = ['pass', 'fail', 'info', 'note', 'not-applicable', 'error'] as const;

export type RuleState = (typeof RULE_STATES)[number];

/** `waived`: failed, and everything that failed is in the caller's waivers. */
export type State = RuleState | 'waived';

/** One thing that was found. */
export interface Item {
  kind: 'container' | 'image' | 'network' | 'file' | 'user' | 'registry' | 'port';
  /** Hostile text: sanitised where it is printed. */
  name: string;
  /** Of containers and images; '' for others. */
  id: string;
  /** What is wrong with it, in a few words. */
  detail: string;
  /** Waived ones decide nothing. */
  waiver?: WaiverUse;
}

/** What decided: `{what: 'icc (daemon.json)', value: 'true'}`. */
export interface Proof {
  what: string;
  value: string;
}

/** A rule's answer. */
export interface Judgement {
  state: RuleState;
  /** One line. */
  detail: string;
  /** What failed, or is to be looked at; never what passed. */
  items: Item[];
  evidence: Proof[];
}

/** Before it is told what, why and how. */
export interface CheckTexts {
  /** What is looked at, and what passes. */
  what: string;
  /** Why it matters. */
  why: string;
  /** How to mend it; the remediation. */
  how: string;
}

export interface Check {
  /** `5.4`, `C.5.3.1`. */
  id: string;
  section: SectionId;
  title: string;
  /** 2 costs functions or work; C has none and is shown as 1. */
  level: 1 | 2;
  mode: 'automated' | 'manual';
  /** Automated ones count: +1 for pass, −1 for fail. */
  scored: boolean;
  scope: Scope;
  severity: Severity;
  /** The engines it says something about. */
  engines: readonly EngineName[];
  /** What it cannot do without. */
  needs: readonly PieceName[];
  explain: CheckTexts;
  /** Pure. Answers `error` with the cause when a piece is missing. */
  rule: (evidence: Evidence) => Judgement;
}

/** A failure that is accepted, until when, and why. */
export interface Waiver {
  check: string;
  /** Pattern (`*`) on an item's name; absent: everything the check finds. */
  item?: string;
  reason: string;
  /** `2026-12-31`, in UTC, the last day it holds; absent: it does not end. */
  expires?: string;
}

/** A waiver that matched. An expired one waives nothing and says so. */
export interface WaiverUse {
  reason: string;
  expires?: string;
  expired: boolean;
}

export interface Finding extends Omit<Judgement, 'state'> {
  /** Id of the check. */
  check: string;
  section: SectionId;
  title: string;
  level: 1 | 2;
  scored: boolean;
  severity: Severity;
  state: State;
  /** The remediation; the whole explanation is in the table of checks. */
  remediation: string;
  /** Of the check as a whole; those of single items are with the items. */
  waiver?: WaiverUse;
}

export interface SectionSummary {
  section: SectionId;
  title: string;
  counts: Record<State, number>;
}

/** What is not listed as a finding, and why. */
export interface LeftOut {
  kind: 'container' | 'image';
  name: string;
  why: string;
}

/** The only version so far. */
export const REPORT_SCHEMA = 1;

export interface BenchReport {
  schema: typeof REPORT_SCHEMA;
  tool: { name: 'spc'; version: string };
  benchmark: string;
  host: string;
  engine: { name: EngineName; version: string; rootless: boolean };
  /** ISO 8601, UTC: when the evidence was taken. */
  taken: string;
  /** In the benchmark's order. */
  findings: Finding[];
  sections: SectionSummary[];
  counts: Record<State, number>;
  /** `points`: +1 and −1 of what is scored; `of`: how many passed or failed. */
  score: { points: number; of: number };
  /** What could not be judged. */
  unjudged: { check: string; cause: string }[];
  leftOut: LeftOut[];
  /** Waivers of checks that were judged on all there is, which nothing matched. */
  unusedWaivers: Waiver[];
  comparison?: Comparison;
}

/** Against an earlier report. A key is `5.4` or `5.4 container web`. */
export interface Comparison {
  /** When the earlier one was taken. */
  since: string;
  appeared: Difference[];
  fixed: Difference[];
  unchanged: number;
}

export interface Difference {
  check: string;
  /** '' for a check without items. */
  item: string;
  detail: string;
}
