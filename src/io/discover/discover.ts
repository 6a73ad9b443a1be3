/** Containers of every maker, from /proc, cgroups and state files; no engine is asked, so none can hang the list. */
import { readFileSync } from 'node:fs';
import { type CgroupClaim, claimReader } from '../../core/containers/cgroup.ts';
import { discover } from '../../core/containers/discover.ts';
import { readMonitor } from '../../core/containers/monitors.ts';
import { type ContainerRecord, ownedId } from '../../core/containers/record.ts';
import type { Discovery } from '../../core/containers/types.ts';
import type { ProcessEntry, ProcessTable } from '../../core/processes/types.ts';
import { limitUsers } from './allowance.ts';
import { hostPath } from './host-path.ts';
import { readNamedNamespaces } from './netns.ts';
import { systemProbe } from './probe.ts';
import type { ReaderContext } from './reader.ts';
import { READERS } from './readers.ts';
import { readRuntimes } from './runtimes.ts';
import type { Gaps } from './state-file.ts';

/** @param table read with the parts `status`, `cgroup`, `cmdline` and `ns` */
export function findContainers(table: ProcessTable, probe = systemProbe()): Discovery {
  const gaps = new Set<string>();
  const context = makeContext(table.processes, limitUsers(gaps));
  const records: ContainerRecord[] = READERS.flatMap((read) => read(context));
  const known = new Set(records.map(ownedId));
  records.push(...readRuntimes(context, known));
  const named = readNamedNamespaces(gaps);
  return discover(table, { records, named, gaps }, probe);
}

const DAEMON = /^(?:dockerd|containerd|conmon|lxc|systemd-nspawn)/;

function makeContext(processes: readonly ProcessEntry[], gaps: Gaps): ReaderContext {
  const claims = claimReader(new Map());
  const engines = processes.filter(({ comm, cgroups }) => DAEMON.test(comm) && !claims(cgroups).some(isContainers));
  const users = new Set(engines.filter(isEngine).map(({ uid = 0 }) => uid));
  users.delete(0);
  const homes = users.size > 0 ? readHomes() : new Map<number, string>();
  return { engines, users: [...users], homeOf: (uid) => homes.get(uid), gaps };
}

/** A process inside a container may call itself dockerd, and point to files that the container made. */
const isContainers = ({ monitor }: CgroupClaim) => !monitor;

/** What a user may run under such a name costs a look at that user's own files, no more. */
const isEngine = (process: ProcessEntry) => process.comm === 'dockerd' || readMonitor(process) !== undefined;

/** Home directories by user id, passwd(5). */
function readHomes(): Map<number, string> {
  try {
    const lines = readFileSync(hostPath('/etc/passwd'), 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
    return new Map(lines.flatMap(([, , uid, , , home]) => (home?.startsWith('/') ? [[Number(uid), home]] : [])));
  } catch {
    return new Map();
  }
}
