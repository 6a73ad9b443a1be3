/** dnf as a phrase book: install into another root, ask rpm what is there. See dnf(8), dnf5(8), rpm(8). */
import type { Invocation } from '../types.ts';

export interface DnfPlaces {
  /** The new root; absolute. */
  root: string;
  /** Below the root, where dnf keeps what it downloads: it prefixes its cache's path with the root. */
  cache: string;
  /** The distribution's release, as `41`. dnf fails without one when the host is of another family. */
  release?: string | undefined;
  /** A directory of *.repo files to use instead of the host's. */
  sources?: string | undefined;
  /** dnf5 spells some things differently. */
  five: boolean;
  /** Seconds since 1970: rpm notes it as the time of installation. */
  epoch: number;
}

/** Tells dnf 4 from 5 (`dnf5 version 5.2.6`). */
export function versionCommand(): Invocation {
  return { file: 'dnf', args: ['--version'], env: { LC_ALL: 'C.UTF-8' } };
}

export const isDnf5 = (version: string) => /\bdnf5\b/.test(version);

/** Downloads and installs `names` with what they need into the root. */
export function installCommand(places: DnfPlaces, names: string[]): Invocation {
  const { root, cache, release, sources, five, epoch } = places;
  const settings = [
    'install_weak_deps=False',
    'tsflags=nodocs',
    'keepcache=1',
    `${five ? 'system_cachedir' : 'cachedir'}=${cache}`,
    ...(sources ? [`reposdir=${sources}`] : []),
  ];
  return {
    file: 'dnf',
    args: [
      `--installroot=${root}`,
      ...(release ? [`--releasever=${release}`] : []),
      ...(five ? ['--use-host-config'] : []),
      ...settings.map((setting) => `--setopt=${setting}`),
      '-y',
      'install',
      ...names,
    ],
    env: { LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: String(epoch) },
  };
}

const QUERY = '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{ARCH} %{BUILDTIME}\\n';

/** Lists the packages of a root: name, version, architecture, time it was built. */
export function inventoryCommand(root: string): Invocation {
  return { file: 'rpm', args: ['--root', root, '-qa', '--qf', QUERY], env: { LC_ALL: 'C.UTF-8' } };
}

export interface RpmInventory {
  /** `name-epoch:version-release.arch`, sorted. */
  packages: string[];
  /** When the newest of them was built; seconds since 1970. */
  newest: number;
}

/** Reads that list; imported public keys are no packages. */
export function parseInventory(stdout: string): RpmInventory {
  const rows = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([name, , , built]) => built !== undefined && name !== 'gpg-pubkey');
  return {
    packages: rows.map(([name, version, arch]) => `${name}-${version}.${arch}`).sort(),
    newest: Math.max(0, ...rows.map(([, , , built]) => Number(built))),
  };
}

/** The release of a host of dnf's family, from os-release(5); undefined for any other host. */
export function hostRelease(osRelease: string): string | undefined {
  const field = (name: string) => new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const family = `${field('ID')} ${field('ID_LIKE')}`;
  return /\b(fedora|rhel|centos)\b/.test(family) ? field('VERSION_ID') || undefined : undefined;
}
