/** The toolbox image as data: what tools-image/packages.yaml holds. */

/** The package families a root file system is made from. */
export type Packager = 'apt' | 'dnf';

export const PACKAGERS = ['apt', 'dnf'] as const satisfies readonly Packager[];

export type ToolSet = 'minimal' | 'full';

export interface ToolPackage {
  /** The package's name in that family; absent where none is needed. */
  apt?: string | undefined;
  dnf?: string | undefined;
  sets: ToolSet[];
  /** What it is for. One line. */
  why: string;
}

/** What Debian's maintainer scripts would have done; paths are relative to the root. */
export interface DebianFinish {
  /** Directory → target of the link made before anything is unpacked. */
  merged: Record<string, string>;
  /** Patterns of tar(1) for names left out, as `./usr/share/man/*`. */
  exclude: string[];
  /** Destination → source, both files. */
  copies: Record<string, string>;
  /** Link → its target, relative to the link's directory. */
  links: Record<string, string>;
  /** Name → uid, with the group of the same name. */
  users: Record<string, number>;
  groups: Record<string, number>;
  certificates: { from: string; to: string };
}

export interface ImageDefinition {
  /** `repository:tag`. */
  tag: string;
  cmd: string[];
  env: Record<string, string>;
  labels: Record<string, string>;
}

export interface Toolbox {
  version: 1;
  image: ImageDefinition;
  packages: ToolPackage[];
  debian: DebianFinish;
  /** Made if absent. */
  directories: string[];
  /** Removed at the end; `dir/*` empties a directory. */
  purge: string[];
}
