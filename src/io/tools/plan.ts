/** A plan to make a root file system: what a packager means to install, and how to carry it out. */
import type { Packager, Toolbox, ToolSet } from '../../core/tools/types.ts';
import type { Job, Steps } from './run.ts';

export interface PlanRequest {
  toolbox: Toolbox;
  set: ToolSet;
  /** Packages beside the list's. */
  extra: string[];
  /** undefined: what the host has. */
  packager?: Packager | undefined;
  /** A private directory that stays. */
  cache: string;
  /** A directory of sources to use instead of the host's. */
  sources?: string | undefined;
  /** dnf: the distribution's release. */
  release?: string | undefined;
}

export interface Plan {
  packager: Packager;
  /** Every package with its version, when that is known before anything is unpacked. */
  packages: string[] | undefined;
  /** Bytes on disk that unpacking takes; 0: not known. */
  installedBytes: number;
  /** Fetches what is not cached and unpacks into an empty directory. */
  carryOut(root: string, job: Job): Steps<Inventory>;
}

/** What was unpacked. */
export interface Inventory {
  /** Every package with its version, sorted. */
  packages: string[];
  /** The newest thing in it, seconds since 1970: the image's date. */
  newest: number;
}
