/** Command lines of nsenter(1), for what a process of several threads may not join itself: user and time namespaces. */
import type { NamespaceType } from '../processes/types.ts';

const OPTIONS: Record<NamespaceType, string> = {
  cgroup: '--cgroup',
  ipc: '--ipc',
  mnt: '--mount',
  net: '--net',
  pid: '--pid',
  time: '--time',
  user: '--user',
  uts: '--uts',
};

export interface NsenterJob {
  /** The program's path. */
  program: string;
  /** What is joined, and a file that leads to it. nsenter finds the right order. */
  namespaces: readonly { type: NamespaceType; path: string }[];
  /** `uid` or `uid:gid`, as the joined user namespace numbers them; `keep`: as they are mapped. */
  user: string | 'keep';
  argv: readonly string[];
}

/** The argv; nsenter closes the files before it runs the command. */
export function nsenterArgv({ program, namespaces, user, argv }: NsenterJob): string[] {
  const joined = namespaces.map(({ type, path }) => `${OPTIONS[type]}=${path}`);
  const [uid, gid = uid] = user.split(':');
  const ids = user === 'keep' ? ['--preserve-credentials'] : [`--setuid=${uid}`, `--setgid=${gid}`];
  return [program, ...joined, ...ids, '--', ...argv];
}
