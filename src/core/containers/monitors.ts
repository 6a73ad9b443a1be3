/** The processes that watch containers, by their arguments. Anyone may write such arguments: they count for what the process itself started. */
import type { ProcessEntry } from '../processes/types.ts';
import type { Maker } from './types.ts';

/** What a monitor says of the container it watches. */
export interface Watch {
  maker: Maker;
  id: string;
  name: string;
  group: string;
  /** Directory of its configuration; empty when the arguments do not say. */
  path: string;
}

/** A kind of monitor: the name of its process, and what its arguments say. */
interface MonitorRule {
  comm: RegExp;
  /** undefined: these are no monitor's arguments. */
  read(argv: readonly string[]): Watch | undefined;
}

const RULES: readonly MonitorRule[] = [
  { comm: /^containerd-shim/, read: readShim },
  { comm: /^conmon$/, read: readConmon },
  { comm: /^(?:lxc-(?:start|monitord?|execute)|\[?lxc monitor)/, read: readLxc },
  { comm: /^systemd-nspawn$/, read: readNspawn },
];

/** What container a process watches; undefined: it is no monitor. */
export function readMonitor({ comm, argv }: ProcessEntry): Watch | undefined {
  if (!argv || argv.length === 0) return undefined;
  return RULES.find((rule) => rule.comm.test(comm))?.read(argv);
}

const SHIM_MAKERS: Record<string, Maker> = { moby: 'docker', 'k8s.io': 'cri-containerd' };

/** containerd runtime/v2: `containerd-shim-runc-v2 -namespace NS -id ID -address SOCKET`. One shim may watch a whole pod. */
function readShim(argv: readonly string[]): Watch | undefined {
  const group = after(argv, '-namespace', '--namespace');
  const id = after(argv, '-id', '--id');
  if (!group || !id) return undefined;
  const maker = Object.hasOwn(SHIM_MAKERS, group) ? SHIM_MAKERS[group] : undefined;
  return { maker: maker ?? 'containerd', id, name: '', group: maker ? '' : group, path: after(argv, '-address') ?? '' };
}

/** conmon(8): `-c ID -n NAME -b BUNDLE`; cri-o gives it a cgroup or a name of its own. */
function readConmon(argv: readonly string[]): Watch | undefined {
  const id = after(argv, '-c', '--cid');
  if (!id) return undefined;
  const crio = argv.some((word) => /(?:^|\/)crio(?:-|\/|$)/.test(word));
  return {
    maker: crio ? 'cri-o' : 'podman',
    id,
    name: after(argv, '-n', '--name') ?? '',
    group: '',
    path: after(argv, '-b', '--bundle') ?? '',
  };
}

/** lxc's monitor writes its title over its arguments: `[lxc monitor] /var/lib/lxc web` (src/lxc/lxccontainer.c). */
function readLxc(argv: readonly string[]): Watch | undefined {
  const [, path, name] = /^\[lxc monitor\] (\/.*) ([^ /]+)$/.exec(argv.join(' ').trimEnd()) ?? [];
  return path && name ? { maker: 'lxc', id: name, name, group: '', path } : undefined;
}

/** systemd-nspawn(1): the machine's name is what -M says, else the last part of the directory's or image's. */
function readNspawn(argv: readonly string[]): Watch | undefined {
  const path = optionOf(argv, '-D', '--directory') ?? optionOf(argv, '-i', '--image') ?? '';
  const last = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const name = optionOf(argv, '-M', '--machine') ?? last.replace(/\.raw$/, '');
  return name ? { maker: 'nspawn', id: name, name, group: '', path } : undefined;
}

function after(argv: readonly string[], ...names: string[]): string | undefined {
  const at = argv.findIndex((word) => names.includes(word));
  return at < 0 ? undefined : argv[at + 1];
}

/** getopt_long(3)'s forms: `-M web`, `-Mweb`, `--machine web`, `--machine=web`. */
function optionOf(argv: readonly string[], short: string, long: string): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word === '--') return undefined;
    if (word === short || word === long) return argv[index + 1];
    if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
    if (word.startsWith(short) && !word.startsWith('--')) return word.slice(short.length);
  }
  return undefined;
}
