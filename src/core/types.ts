/** The nouns every room shares. Plain data: no behaviour, no node types. */
import type { TraceEvent } from './events.ts';
import type { PageSection } from './page.ts';
import type { SessionHeader } from './session/types.ts';

/** An engine spc can drive; `builtin` needs none installed. */
export type EngineName = 'docker' | 'podman' | 'nerdctl' | 'builtin';

export const ENGINE_NAMES = ['docker', 'podman', 'nerdctl', 'builtin'] as const satisfies readonly EngineName[];

/** The rules by which a label's text becomes an argv. */
export type DialectName = 'spc' | 'atomic' | 'podman';

export const DIALECT_NAMES = ['spc', 'atomic', 'podman'] as const satisfies readonly DialectName[];

/** A program to start, as data: never a shell string. */
export interface Invocation {
  /** Program name or absolute path. */
  file: string;
  args: string[];
  /** Variables set on top of the caller's environment; `undefined` removes one. */
  env?: Record<string, string | undefined>;
}

/** What a program that ran to its end left. */
export interface Answer {
  /** Exit status; 128 + n when signal n ended it. */
  status: number;
  stdout: string;
  stderr: string;
}

/** An image as an engine knows it. All text is as found: hostile until sanitised. */
export interface Image {
  /** `sha256:<64 hex>`: the digest of the image's config; what a run is pinned to. */
  id: string;
  /** `repository:tag` names, best first; may be empty. */
  tags: string[];
  /** `repository@sha256:…` as a registry knows it; may be empty. */
  repoDigests: string[];
  labels: Record<string, string>;
  cmd: string[];
  entrypoint: string[];
  /** `NAME=value`. */
  env: string[];
  user: string;
  workdir: string;
  architecture?: string;
  /** ISO 8601. */
  created?: string;
  /** Bytes. */
  size?: number;
}

/** What a list of images has of one. */
export type ListedImage = Pick<Image, 'id' | 'tags' | 'labels' | 'created' | 'size'>;

/** A container as its engine knows it, running or not. */
export interface Container {
  id: string;
  name: string;
  /** `sha256:…` of the image it was made from. */
  imageId: string;
  /** The image as it was typed when the container was made. */
  imageRef: string;
  running: boolean;
  /** Host pid of its first process; 0 when not running. */
  pid: number;
  /** True when it was created with stdin open and a tty, so `start -a` is a conversation. */
  interactive: boolean;
  labels: Record<string, string>;
  cmd: string[];
}

/** One option of a run command, in the order it was written. */
export interface RunOption {
  /** Canonical long name without dashes: `volume` for `-v`, `net` → `network`. */
  name: string;
  /** Its value; booleans hold `true` or `false` as text. */
  value: string;
  /** The argv words it came from: `['-v', '/:/host']`, or `['-it']` shared by two options. */
  words: string[];
}

/** A parsed `run` command: what a label asks an engine to do. */
export interface RunSpec {
  /** argv[0] as written: `docker`, `/usr/bin/podman`. */
  program: string;
  /** Engine-wide options before the verb, as written. */
  globals: string[];
  options: RunOption[];
  /** The image operand as written. */
  image: string;
  /** What follows the image: its command. */
  command: string[];
}

/** Any other engine command a label may hold: `docker stop NAME`, `docker kill -s HUP NAME`. */
export interface VerbSpec {
  program: string;
  globals: string[];
  /** `stop`, `kill`, `rm`, `exec`, `pull` … */
  verb: string;
  args: string[];
}

/** What a dialect made of a label's text. */
export interface Expansion {
  /** null when `error` is set. */
  argv: string[] | null;
  /** One line: why the text gives no argv. */
  error: string | null;
  /** Variables and shell constructs that were not expanded, as written: `$DISPLAY`, `$(pwd)`. */
  unknown: string[];
  /** Oddities worth a line to the user; the run goes on. */
  warnings: string[];
}

/** The fixed list of what a label may refer to. Absent means not set. */
export interface LabelVariables {
  /** The image as the user typed it. */
  IMAGE: string;
  NAME: string;
  OPT1?: string;
  OPT2?: string;
  OPT3?: string;
  /** The content of the RUN_OPTS_FILE, one line. */
  RUN_OPTS?: string;
  PWD?: string;
  HOME?: string;
  SUDO_UID?: string;
  SUDO_GID?: string;
  /** From `--set NAME=VALUE`. */
  set?: Record<string, string>;
}

/** How far a grant opens the container's walls. Ordered from worst. */
export type Tier = 'critical' | 'high' | 'medium' | 'low';

export const TIERS = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Tier[];

/** One privilege an option gives beyond an ordinary container. */
export interface Grant {
  /** Canonical and comparable, for policies: `privileged`, `pid=host`, `volume=/:rw`, `cap=SYS_ADMIN`. */
  id: string;
  /** The option as written, for the eye. */
  option: string;
  /** What it lets a process inside do. One line. */
  allows: string;
  tier: Tier;
}

export interface PrivilegeReport {
  grants: Grant[];
  /** The worst tier of all grants; null: nothing beyond an ordinary container. */
  tier: Tier | null;
  /** What an ordinary container has and this one lacks, or has tighter: `cap-drop=ALL`, `read-only`. */
  tightened: string[];
  /** Options that could not be judged; never empty together with a decision to allow. */
  unjudged: string[];
}

export type Decision = 'allow' | 'ask' | 'refuse';

/** Why a run may go on, must be asked for, or is refused. */
export interface Verdict {
  decision: Decision;
  /** One line: the rule, file or fact that decided. */
  reason: string;
}

/** What a use-case tells its renderer while it works. Use-cases never print. */
export type Msg =
  /** What is being done now; shown while it lasts, only on a terminal. */
  | { kind: 'progress'; text: string }
  /** A line for the user beside the result; `--quiet` drops it. `isSummary`: how a session ended, and what it saw. */
  | { kind: 'note'; text: string; isSummary?: boolean }
  /** A line that must be seen. */
  | { kind: 'warning'; text: string }
  /** What a command would be granted, before the user is asked. */
  | { kind: 'privileges'; report: PrivilegeReport }
  /** The result, when it is a report of privileges. */
  | { kind: 'report'; report: PrivilegeReport }
  /** The result: `text` for the eye (sanitised), `data` for `--json`. */
  | { kind: 'result'; text: string; data: unknown }
  /** The result, when it is a page of sections; text in it need not be sanitised. */
  | { kind: 'page'; sections: PageSection[]; data: unknown }
  /** A stream of events begins: what is traced, by what, since when. Its JSON is the stream's first line. */
  | { kind: 'session'; header: SessionHeader }
  /** Events of that stream, a batch at a time. */
  | { kind: 'events'; events: readonly TraceEvent[] }
  /** The result, when it is a table: `table` draws it (sanitised) for a screen so wide; `again`: it is redrawn in place. */
  | { kind: 'rows'; table: (width?: number) => string; data: unknown[]; again: boolean };

/** A use-case: messages as it works, the process's exit status at the end. */
export type UseCase = AsyncGenerator<Msg, number>;
