/** What a record says of its target: the page of `spc inspect`, and the namespaces of its processes. */
import { targetPids } from '../../core/targets/processes.ts';
import type { Recorder } from '../../io/recorder/types.ts';
import { readInspection } from '../inspect.ts';
import type { System } from '../system.ts';
import type { FoundTarget } from '../targets.ts';

/** Puts both into the record; what cannot be read is missing there. Never rejects. */
export async function describe(system: System, found: FoundTarget, recorder: Recorder): Promise<void> {
  recorder.put('namespaces.json', json(namespaceMap(found)));
  const inspection = await readInspection(system, found).catch((error: Error) => ({ error: error.message }));
  recorder.put('inspect.json', json(inspection));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Inode numbers by process, and the host's to compare them with. */
function namespaceMap(found: FoundTarget) {
  const pids = new Set(targetPids(found, found));
  const processes = found.table.processes.filter(({ pid }) => pids.has(pid));
  return {
    schema: 1,
    host: found.table.host,
    processes: processes.map(({ pid, ppid, startTime, comm, nsPids = [], ns = {} }) => ({
      pid,
      ppid,
      startTime,
      comm,
      nsPids,
      namespaces: ns,
    })),
  };
}
