/** apt as a phrase book: resolve against an empty system, download, and read what it says. See apt.conf(5), apt-get(8). */
import type { Invocation } from '../types.ts';

export interface AptPlaces {
  /** A private directory: package cache, an empty dpkg status, archives. */
  cache: string;
  /** A directory of *.list and *.sources files to use instead of the host's. */
  sources?: string | undefined;
}

/** A package file that the plan needs. */
export interface AptArchive {
  /** Its name in the archives directory: `gdb_13.1-3_amd64.deb`, an epoch's colon as %3a. */
  file: string;
  /** Bytes. */
  size: number;
  /** Where it lies, when its repository is a local directory: apt does not copy those. */
  local?: string;
}

export const archivesOf = (cache: string) => `${cache}/archives`;
export const emptyStatusOf = (cache: string) => `${cache}/state/status`;
/** A directory without archives: --print-uris leaves out what is already downloaded. */
export const noArchivesOf = (cache: string) => `${cache}/no-archives`;

/** Lists the files that installing `names` on an empty system takes; nothing is downloaded. */
export function planCommand(places: AptPlaces, names: string[]): Invocation {
  return aptGet(places, [
    '-o',
    `Dir::Cache::archives=${noArchivesOf(places.cache)}`,
    '--print-uris',
    'install',
    ...names,
  ]);
}

/** Downloads those files, checked against the signed lists; reports on descriptor 3. Installs nothing. */
export function downloadCommand(places: AptPlaces, names: string[]): Invocation {
  return aptGet(places, ['-o', 'APT::Status-Fd=3', '--download-only', 'install', ...names]);
}

/** Refreshes the lists of packages; fails when any source does not answer. */
export function updateCommand(places: AptPlaces): Invocation {
  return aptGet(places, ['-o', 'APT::Status-Fd=3', '-o', 'APT::Update::Error-Mode=any', 'update']);
}

function aptGet({ cache, sources }: AptPlaces, args: string[]): Invocation {
  const settings = [
    `Dir::State::status=${emptyStatusOf(cache)}`,
    `Dir::State::extended_states=${cache}/state/extended_states`,
    `Dir::Cache=${cache}`,
    `Dir::Cache::archives=${archivesOf(cache)}`,
    // Named, as some systems turn these off: without them each call parses every list again, 2 s instead of 1.
    'Dir::Cache::pkgcache=pkgcache.bin',
    'Dir::Cache::srcpkgcache=srcpkgcache.bin',
    // The cache is root's alone, so apt's own user could not write there.
    'APT::Sandbox::User=root',
    'APT::Install-Recommends=false',
    'Acquire::Retries=3',
    'DPkg::Lock::Timeout=600',
    ...(sources ? sourceSettings(cache, sources) : []),
  ];
  return {
    file: 'apt-get',
    args: ['-q', '-y', ...settings.flatMap((setting) => ['-o', setting]), ...args],
    env: { LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
  };
}

/** Other sources have lists of their own, so that the host's are left as they are. */
function sourceSettings(cache: string, sources: string): string[] {
  return ['Dir::Etc::sourcelist=/dev/null', `Dir::Etc::sourceparts=${sources}`, `Dir::State::lists=${cache}/lists`];
}

/** Reads `--print-uris`: one `'URI' FILE SIZE HASH` a line, sorted by file name. */
export function parsePlan(stdout: string): AptArchive[] {
  const lines = stdout.matchAll(/^'([^']+)' (\S+\.deb) (\d+)/gm);
  return [...lines].map(([, uri = '', file = '', size]) => archive(uri, file, Number(size))).sort(byFile);
}

function archive(uri: string, file: string, size: number): AptArchive {
  const local = /^file:(\/.*)$/.exec(uri)?.[1];
  return local === undefined ? { file, size } : { file, size, local: decodeURIComponent(local.replace(/^\/+/, '/')) };
}

const byFile = (a: AptArchive, b: AptArchive) => (a.file < b.file ? -1 : 1);

/** Reads a status line: `dlstatus:12:54.3:Retrieving file 12 of 230 (3s remaining)`. undefined: something else. */
export function parseStatus(line: string): { percent: number; text: string } | undefined {
  const match = /^dlstatus:\d+:([\d.]+):(.*)$/.exec(line);
  return match ? { percent: Math.min(100, Number(match[1])), text: match[2] ?? '' } : undefined;
}

/** Bytes the unpacked packages take, by the plan's own words; 0 when it does not say. */
export function parseInstalledSize(stdout: string): number {
  const match = /After this operation, ([\d.,]+) (k?M?G?)B of additional disk space/.exec(stdout);
  const unit = { '': 1, k: 1e3, M: 1e6, G: 1e9 }[match?.[2] ?? ''] ?? 1;
  return match ? Number(match[1]?.replaceAll(',', '')) * unit : 0;
}

/** True when apt does not know a package, which may be for want of lists; or a file the lists name is gone. */
export function isStale(output: string): boolean {
  return /Unable to locate package|has no installation candidate|Version .* was not found|404\b/.test(output);
}

/** `Package`, `Architecture` and the rest of a control file as an installed package's stanza of dpkg's status file. */
export function statusStanza(control: string): string {
  const [first = '', ...rest] = control.trimEnd().split('\n');
  return [first, 'Status: install ok installed', ...rest, '', ''].join('\n');
}

/** A field of a control file; empty when absent. */
export function controlField(control: string, name: string): string {
  const prefix = `${name}:`;
  return (
    control
      .split('\n')
      .find((line) => line.startsWith(prefix))
      ?.slice(prefix.length)
      .trim() ?? ''
  );
}

/** The name of dpkg's file list of a package: with the architecture when several may be installed together. */
export function listName(control: string): string {
  const name = controlField(control, 'Package');
  return controlField(control, 'Multi-Arch') === 'same' ? `${name}:${controlField(control, 'Architecture')}` : name;
}
