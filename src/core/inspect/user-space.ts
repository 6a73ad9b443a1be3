/** What a target's files say of its user space: distribution, C library, packages. All of it is whatever the container likes to say. */

export interface UserSpace {
  /** null: no os-release, as in an image of one static program. */
  os: OsRelease | null;
  /** null: no C library was found: its programs are static. */
  libc: { name: 'glibc' | 'musl'; version: string } | null;
  /** null: no package database was found. */
  packages: Packages | null;
}

export interface OsRelease {
  /** `debian`; empty when it does not say. */
  id: string;
  versionId: string;
  prettyName: string;
}

export interface Packages {
  manager: PackageManager;
  /** null: the database cannot be counted by reading (rpm). */
  count: number | null;
  /** When packages were last changed: ISO 8601. */
  changed: string;
}

export type PackageManager = 'dpkg' | 'apk' | 'rpm' | 'pacman';

/** os-release(5): which files, best first. */
export const OS_RELEASE_FILES = ['/etc/os-release', '/usr/lib/os-release'] as const;

/** Values may be quoted as a shell's are; backslashes escape in double quotes. null when it names nothing. */
export function parseOsRelease(text: string): OsRelease | null {
  const values = new Map<string, string>();
  for (const line of text.split('\n', MAX_LINES)) {
    const [, key, value = ''] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim()) ?? [];
    if (key) values.set(key, unquote(value));
  }
  const id = values.get('ID') ?? '';
  const prettyName = values.get('PRETTY_NAME') ?? values.get('NAME') ?? '';
  return id || prettyName ? { id, versionId: values.get('VERSION_ID') ?? '', prettyName } : null;
}

const MAX_LINES = 1000;

function unquote(value: string): string {
  const [, quote, inner = ''] = /^(["'])(.*)\1$/.exec(value) ?? [];
  if (quote === '"') return inner.replace(/\\(["\\$`])/g, '$1');
  return quote ? inner : value;
}

/** A package database: files and folders whose change is a change of packages, and the one to count in. */
export interface Database {
  manager: PackageManager;
  /** The latest change of all that exist counts. */
  changed: readonly string[];
  counted?: { file: string; pattern: RegExp };
}

/** In the order they are looked for: an rpm system may have dpkg installed, hardly with packages. */
export const DATABASES: readonly Database[] = [
  {
    manager: 'apk',
    changed: ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'],
    counted: { file: '/lib/apk/db/installed', pattern: /^P:/gm },
  },
  {
    manager: 'dpkg',
    // Each package changes files in info/; images without dpkg itself keep status.d
    changed: ['/var/lib/dpkg/info', '/var/lib/dpkg/status', '/var/lib/dpkg/status.d'],
    counted: { file: '/var/lib/dpkg/status', pattern: /^Status: \S+ \S+ installed$/gm },
  },
  {
    manager: 'rpm',
    changed: [
      '/usr/lib/sysimage/rpm/rpmdb.sqlite',
      '/var/lib/rpm/rpmdb.sqlite',
      '/usr/lib/sysimage/rpm/Packages.db',
      '/var/lib/rpm/Packages.db',
      '/var/lib/rpm/Packages',
    ],
  },
  { manager: 'pacman', changed: ['/var/lib/pacman/local'] },
];

/** Where a dynamic program of x86-64 or arm64 finds its C library. */
export const GLIBC_FILES = [
  '/lib/x86_64-linux-gnu/libc.so.6',
  '/lib/aarch64-linux-gnu/libc.so.6',
  '/lib64/libc.so.6',
  '/lib/libc.so.6',
] as const;
export const MUSL_FILES = ['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'] as const;

/** glibc writes its version into itself; `unknown` when it is not found. @param bytes of libc.so.6, as latin1 */
export function glibcVersion(bytes: string): string {
  const at = bytes.indexOf('GNU C Library');
  const banner = at < 0 ? '' : bytes.slice(at, at + 200);
  return /version (\d+\.\d+(\.\d+)?)/.exec(banner)?.[1] ?? 'unknown';
}

/** musl's version stands alone as a string: three numbers between NULs. @param bytes of ld-musl, as latin1 */
export function muslVersion(bytes: string): string {
  return /\0(1\.\d{1,3}\.\d{1,3})(?:_git[\w.-]{1,40})?\0/.exec(bytes)?.[1] ?? 'unknown';
}
