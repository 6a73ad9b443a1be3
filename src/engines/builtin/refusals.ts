/** Saying what the builtin engine cannot honour: all of it at once, each by name. */
import { SpcError } from '../../core/errors.ts';

export interface Refusal {
  /** As written: `--publish 80:80`. */
  option: string;
  why: string;
}

const NO_NETWORK = 'it makes no network of its own';
const NO_CGROUP = 'it limits memory, cpus and pids only';

/** Reasons for options that are refused whatever their value. */
const REASONS: Readonly<Record<string, string>> = {
  'add-host': NO_NETWORK,
  dns: NO_NETWORK,
  'dns-option': NO_NETWORK,
  'dns-search': NO_NETWORK,
  ip: NO_NETWORK,
  ip6: NO_NETWORK,
  link: NO_NETWORK,
  'mac-address': NO_NETWORK,
  'network-alias': NO_NETWORK,
  publish: NO_NETWORK,
  'publish-all': NO_NETWORK,
  'blkio-weight': NO_CGROUP,
  'cgroup-parent': NO_CGROUP,
  'cpu-shares': NO_CGROUP,
  'cpuset-cpus': NO_CGROUP,
  'device-cgroup-rule': NO_CGROUP,
  'memory-reservation': NO_CGROUP,
  'memory-swap': NO_CGROUP,
  'oom-kill-disable': NO_CGROUP,
  'log-driver': 'the output goes to the terminal, or with -d to one file',
  'log-opt': 'the output goes to the terminal, or with -d to one file',
  'env-file': 'it reads no files of variables; give each with -e',
  'health-cmd': 'nothing watches its containers',
  init: 'the command itself is the first process',
  sysctl: 'it sets no kernel parameters',
  'volumes-from': 'it keeps no containers to take volumes from',
};

/** The reason for an option no reader knows. */
export const reasonFor = (name: string): string =>
  (Object.hasOwn(REASONS, name) ? REASONS[name] : undefined) ?? 'it has no such feature';

/** The error that lists every refusal. */
export function unsupported(refusals: readonly Refusal[]): SpcError {
  const what = `the builtin engine cannot honour ${refusals.map(({ option }) => option).join(', ')}`;
  const why = refusals.map(({ option, why }) => `${option}: ${why}`).join('; ');
  const network = refusals.some(({ option }) => option.startsWith('--net'));
  const hint = network ? 'use --network host or none, or another engine with --engine' : 'choose another with --engine';
  return new SpcError('unsupported', what, why, hint);
}
