/** One container by its name, without a look at every process: what root's engines have on file tells its first process. */
import { discover } from '../../core/containers/discover.ts';
import { type ContainerRecord, ownedId } from '../../core/containers/record.ts';
import type { Discovery, Maker } from '../../core/containers/types.ts';
import type { ProcessTable } from '../../core/processes/types.ts';
import { readProcesses } from '../proc/processes.ts';
import { systemProbe } from './probe.ts';
import type { ReaderContext } from './reader.ts';
import { READERS } from './readers.ts';
import { readRuntimes } from './runtimes.ts';

/**
 * The running container of that name, or whose id begins so, and its first process: a table and a discovery of just that.
 * The process is held against the file by cgroup or start time. undefined: files do not tell of exactly one that runs.
 *
 * @param engine only that maker's; undefined: of any
 */
export function findOnFile(
  name: string,
  engine: Maker | undefined,
): { table: ProcessTable; discovery: Discovery } | undefined {
  const gaps = new Set<string>();
  const context: ReaderContext = { engines: [], users: [], homeOf: () => undefined, gaps };
  const records = READERS.flatMap((read) => read(context));
  const eligible = engine ? records.filter(({ maker }) => maker === engine) : records;
  const [id, ...others] = idsOf(name, eligible);
  if (id === undefined || others.length > 0) return undefined;
  const rest = new Set(records.filter((record) => record.id !== id).map(ownedId));
  const told = [...records, ...readRuntimes(context, rest)].filter((record) => record.id === id);
  const pids = [...new Set(told.map(({ pid }) => pid))].filter((pid) => pid > 0);
  if (pids.length === 0) return undefined;
  const table = readProcesses(['status', 'cgroup', 'cmdline', 'ns'], pids);
  const discovery = discover(table, { records: told, named: [], gaps }, systemProbe());
  const running = discovery.containers.filter((container) => container.id === id && container.pid > 0);
  return running.length === 1 ? { table, discovery } : undefined;
}

/** A name or whole id is exact, so it comes before beginnings, as in findContainer. */
function idsOf(name: string, records: readonly ContainerRecord[]): string[] {
  const exact = records.filter(
    (each) => each.id === name || each.name === name || `${each.group}/${each.name}` === name,
  );
  const matches = exact.length > 0 ? exact : records.filter(({ id }) => id.startsWith(name));
  return [...new Set(matches.map(({ id }) => id))];
}
