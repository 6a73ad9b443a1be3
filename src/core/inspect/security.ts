/** What a process may do: capabilities, seccomp, LSM label, user namespace, limits; out of its files in /proc. */
import { CAPABILITIES, type Capability, DEFAULT_CAPABILITIES } from '../capabilities.ts';
import { type IdRange, parseUidMap } from '../processes/uid-map.ts';

/** The sets of capabilities(7), without the `CAP_` prefix; a bit the table does not know is `41`. */
export interface CapabilitySets {
  effective: string[];
  permitted: string[];
  bounding: string[];
  ambient: string[];
  inheritable: string[];
}

export interface Security {
  /** null: not told. */
  capabilities: CapabilitySets | null;
  /** The effective set beside docker's for an ordinary container. */
  comparedWithDefault: { more: string[]; fewer: string[] } | null;
  seccomp: { mode: 'disabled' | 'strict' | 'filter' | 'unknown'; filters: number | null };
  noNewPrivileges: boolean | null;
  /** As AppArmor or SELinux names it; empty: none is in force. */
  lsmLabel: string;
  /** user_namespaces(7): a range inside, where it begins outside, how many. */
  uidMap: IdRange[];
  gidMap: IdRange[];
  /** Real, effective, saved and file system ids, as the namespace of the reader numbers them. */
  uids: number[];
  gids: number[];
  /** -1000: never killed for want of memory … 1000: first. */
  oomScoreAdjust: number | null;
  limits: ResourceLimit[];
}

export interface ResourceLimit {
  /** `open files`, as proc_pid_limits(5) names it without `Max`. */
  name: string;
  /** null: unlimited. */
  soft: number | null;
  hard: number | null;
  /** `bytes`, `seconds` … ; empty for a priority. */
  unit: string;
}

/** The texts of files below /proc/PID; undefined: unreadable. */
export interface SecurityFiles {
  status?: string | undefined;
  label?: string | undefined;
  uidMap?: string | undefined;
  gidMap?: string | undefined;
  oomScoreAdjust?: string | undefined;
  limits?: string | undefined;
}

const SETS = {
  effective: 'CapEff',
  permitted: 'CapPrm',
  bounding: 'CapBnd',
  ambient: 'CapAmb',
  inheritable: 'CapInh',
} as const satisfies Record<keyof CapabilitySets, string>;

const SECCOMP_MODES = ['disabled', 'strict', 'filter'] as const;

/** What the files say. */
export function parseSecurity(files: SecurityFiles): Security {
  const status = fieldsOf(files.status ?? '');
  const number = (key: string) => wholeNumber(status.get(key));
  const capabilities = parseSets(status);
  const mode = number('Seccomp');
  const noNew = number('NoNewPrivs');
  return {
    capabilities,
    comparedWithDefault: capabilities && compare(capabilities.effective),
    seccomp: { mode: SECCOMP_MODES[mode ?? -1] ?? 'unknown', filters: number('Seccomp_filters') },
    noNewPrivileges: noNew === null ? null : noNew === 1,
    lsmLabel: (files.label ?? '').replace(/[\0\n]+$/, ''),
    uidMap: parseUidMap(files.uidMap ?? ''),
    gidMap: parseUidMap(files.gidMap ?? ''),
    uids: numbers(status.get('Uid')),
    gids: numbers(status.get('Gid')),
    oomScoreAdjust: wholeNumber(files.oomScoreAdjust),
    limits: parseLimits(files.limits ?? ''),
  };
}

/** `Key:\tvalue` lines; of a key that occurs twice the first: a name with a newline is escaped by the kernel, but nobody else's. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0 && !fields.has(line.slice(0, at))) fields.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  return fields;
}

function parseSets(status: ReadonlyMap<string, string>): CapabilitySets | null {
  const entries = Object.entries(SETS).map(([set, key]) => [set, status.get(key)] as const);
  if (entries.some(([, mask]) => mask === undefined || !/^[0-9a-f]{1,16}$/i.test(mask))) return null;
  return Object.fromEntries(entries.map(([set, mask]) => [set, maskNames(mask ?? '')])) as unknown as CapabilitySets;
}

/** `00000000a80425fb` → names, in the kernel's order. */
export function maskNames(hex: string): string[] {
  const mask = BigInt(`0x${hex}`);
  return Array.from({ length: 64 }, (_, bit) => CAPABILITIES[bit] ?? String(bit)).filter(
    (_, bit) => (mask >> BigInt(bit)) & 1n,
  );
}

function compare(effective: readonly string[]): { more: string[]; fewer: string[] } {
  const usual: readonly string[] = DEFAULT_CAPABILITIES;
  const inOrder = (names: readonly string[]) => CAPABILITIES.filter((name: Capability) => names.includes(name));
  const unknown = effective.filter((name) => /^\d+$/.test(name));
  return {
    more: [...inOrder(effective.filter((name) => !usual.includes(name))), ...unknown],
    fewer: inOrder(usual.filter((name) => !effective.includes(name))),
  };
}

/** Every id as it is: the map of the first user namespace. */
export const isIdentityMap = (map: readonly IdRange[]) =>
  map.length === 1 && map[0]?.inside === 0 && map[0].outside === 0 && map[0].count === 0xffff_ffff;

/** `Max open files            1024                 4096                 files`: columns are parted by two blanks at least. */
function parseLimits(text: string): ResourceLimit[] {
  return text.split('\n').flatMap((line) => {
    const match = /^Max (.*?) {2,}(\d+|unlimited) +(\d+|unlimited) *(\w*) *$/.exec(line);
    if (!match) return [];
    const [, name = '', soft = '', hard = '', unit = ''] = match;
    return { name, soft: wholeNumber(soft), hard: wholeNumber(hard), unit };
  });
}

const numbers = (text = '') => (text.match(/\d+/g) ?? []).map(Number);

const wholeNumber = (text: string | undefined) =>
  text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : null;
