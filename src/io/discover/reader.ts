/** What the readers of state files share. */
import type { ContainerRecord } from '../../core/containers/record.ts';
import type { ProcessEntry } from '../../core/processes/types.ts';
import type { Gaps } from './state-file.ts';

/** What a reader may look at beside its files. */
export interface ReaderContext {
  /** Those whose arguments or owners tell where state is: daemons and monitors of engines. */
  engines: readonly ProcessEntry[];
  /** Host uids, other than root's, that run a monitor or a daemon: whose files are looked at, too. */
  users: readonly number[];
  /** The home of a host user; undefined: the user has none. */
  homeOf(uid: number): string | undefined;
  gaps: Gaps;
}

/** Reads what one maker has on file. Throws nothing: what cannot be read is a gap. */
export type StateReader = (context: ReaderContext) => ContainerRecord[];

/** The value of an option in somebody's arguments: `--root DIR` or `--root=DIR`; only an absolute path. */
export function pathOption(argv: readonly string[], name: string): string | undefined {
  const at = argv.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const value = argv[at] === name ? argv[at + 1] : argv[at]?.slice(name.length + 1);
  return at >= 0 && value?.startsWith('/') ? value : undefined;
}
