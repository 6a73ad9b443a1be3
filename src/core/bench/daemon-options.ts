/** The daemon's settings, whether they stand in daemon.json or on its command line (dockerd(8)). */
import type { DaemonFile, EngineEvidence, EngineProcess, Json } from './types.ts';

/** A value and where it was set. */
export interface Setting {
  value: string;
  from: 'daemon.json' | 'command line';
}

/** Name of the flag → its values in order; a name that is not set is not there. */
export type DaemonOptions = ReadonlyMap<string, readonly Setting[]>;

/** Keys of daemon.json that are not called as their flag. */
const FLAG_OF_KEY: ReadonlyMap<string, string> = new Map([
  ['hosts', 'host'],
  ['insecure-registries', 'insecure-registry'],
  ['registry-mirrors', 'registry-mirror'],
  ['default-ulimits', 'default-ulimit'],
  ['authorization-plugins', 'authorization-plugin'],
  ['storage-opts', 'storage-opt'],
  ['exec-opts', 'exec-opt'],
  ['log-opts', 'log-opt'],
  ['labels', 'label'],
]);

const FLAG_OF_LETTER: ReadonlyMap<string, string> = new Map([
  ['D', 'debug'],
  ['H', 'host'],
  ['l', 'log-level'],
  ['b', 'bridge'],
  ['s', 'storage-driver'],
  ['G', 'group'],
  ['p', 'pidfile'],
]);

/**
 * Both merged. The daemon does not start when a setting stands in both, so there is no order to keep between them. The
 * first dockerd of the processes is the daemon; without one there are no flags.
 */
export function daemonOptions(file: DaemonFile | undefined, processes: readonly EngineProcess[]): DaemonOptions {
  const options = new Map<string, Setting[]>();
  const add = (name: string, value: string, from: Setting['from']) => {
    if (value === '') return; // is how a file says: not set
    const settings = options.get(name) ?? [];
    settings.push({ value, from });
    options.set(name, settings);
  };
  for (const [key, value] of Object.entries(file?.value ?? {}))
    for (const text of jsonTexts(value)) add(FLAG_OF_KEY.get(key) ?? key, text, 'daemon.json');
  const argv = daemonOf(processes)?.argv.slice(1) ?? [];
  for (const [name, value] of flagsOf(argv)) add(name, value, 'command line');
  return options;
}

/** The daemon's process. */
export const daemonOf = (processes: readonly EngineProcess[]): EngineProcess | undefined =>
  processes.find(({ name }) => name === 'dockerd');

/** A list gives its elements, a map its keys (default-ulimits) or `key=value` (options): what a flag would have been given. */
function jsonTexts(value: Json): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((element) => (typeof element === 'string' ? element : String(element)));
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value).map(([key, of]) => (typeof of === 'object' ? key : `${key}=${String(of)}`));
}

/** pflag's grammar: `--name=value`, `--name value`, `-Hvalue`, `-H=value`, `-H value`, a flag alone is true. */
function flagsOf(argv: readonly string[]): [name: string, value: string][] {
  const flags: [string, string][] = [];
  for (let at = 0; at < argv.length; at++) {
    const flag = flagOf(argv[at] ?? '');
    if (!flag) continue;
    const next = argv[at + 1];
    // dockerd takes no arguments besides flags: a word that is none belongs to the flag before it
    const takesNext = flag.value === undefined && next !== undefined && !next.startsWith('-');
    if (takesNext) at++;
    flags.push([flag.name, flag.value ?? (takesNext ? next : 'true')]);
  }
  return flags;
}

function flagOf(word: string): { name: string; value: string | undefined } | undefined {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word);
  if (long) return { name: long[1] ?? '', value: long[2] };
  const short = /^-([A-Za-z])(?:=?(.+))?$/s.exec(word);
  return short ? { name: FLAG_OF_LETTER.get(short[1] ?? '') ?? '', value: short[2] } : undefined;
}

/** The value that counts of a setting that is given once; '' when it is not set. */
export const lastValue = (options: DaemonOptions, name: string): string => options.get(name)?.at(-1)?.value ?? '';

/** All values of a setting that may be given more than once. */
export const allValues = (options: DaemonOptions, name: string): string[] =>
  (options.get(name) ?? []).map(({ value }) => value);

/** Whether a boolean setting is on, as Go reads booleans; `fallback` when it is not set. */
export function isOn(options: DaemonOptions, name: string, fallback = false): boolean {
  const value = lastValue(options, name);
  return value === '' ? fallback : ['1', 't', 'T', 'true', 'True', 'TRUE'].includes(value);
}

/** Where the daemon listens on the network: `-H` without a scheme is TCP. */
export const tcpHosts = (options: DaemonOptions): string[] =>
  allValues(options, 'host').filter((host) => !/^(unix|fd|npipe):\/\//.test(host));

const TLS_DEFAULTS = { tlscacert: 'ca.pem', tlscert: 'cert.pem', tlskey: 'key.pem' } as const;

/** A file of the daemon's TLS: as set, the default below ~/.docker when TLS is on, '' without TLS. */
export function tlsFile(options: DaemonOptions, name: keyof typeof TLS_DEFAULTS, engine: EngineEvidence): string {
  const set = lastValue(options, name);
  if (set !== '') return set;
  return isOn(options, 'tls') || isOn(options, 'tlsverify') ? `${engine.home}/.docker/${TLS_DEFAULTS[name]}` : '';
}

/** Where containerd's socket may be: as the daemon was told, else the host's, else the one of a containerd it started. */
export function containerdSockets(options: DaemonOptions, { runtimeDir }: EngineEvidence): string[] {
  const told = lastValue(options, 'containerd');
  if (told !== '') return [told];
  return [`${runtimeDir}/containerd/containerd.sock`, `${runtimeDir}/docker/containerd/containerd.sock`];
}
