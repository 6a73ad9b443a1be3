/** Processes, binds and descriptors → namespaces. */
import type { Discovery } from '../containers/types.ts';
import { NAMESPACE_TYPES, type NamespaceSet, type ProcessEntry, type ProcessTable } from '../processes/types.ts';
import type { Holders, Namespace, NamespaceRef, Relation } from './types.ts';

/**
 * Every namespace that is known of: by type in the order of NAMESPACE_TYPES, the host's own first, then by inode.
 *
 * @param table read with the part `ns`
 * @param relations as `spc` could read them; what they name is listed, too, though neither process nor file holds it
 */
export function findNamespaces(
  table: ProcessTable,
  { byPid }: Pick<Discovery, 'byPid'>,
  holders: Holders,
  relations: readonly Relation[] = [],
): Namespace[] {
  const found = new Collection(table.host);
  for (const process of table.processes) found.addProcess(process);
  for (const mount of holders.mounts) found.at(mount).mounts.push(mount);
  for (const descriptor of holders.descriptors) found.at(descriptor).descriptors.push(descriptor);
  for (const relation of relations) found.addRelation(relation);
  const namespaces = found.all();
  for (const each of namespaces) each.containers = containersOf(each.pids, byPid);
  return namespaces.sort(inOrder);
}

class Collection {
  readonly #host: NamespaceSet;
  /** By inode: no two namespaces share one, whatever their types. */
  readonly #byInode = new Map<number, Namespace>();

  constructor(host: NamespaceSet) {
    this.#host = host;
  }

  all = () => [...this.#byInode.values()];

  /** The namespace of that name, made when it is new. */
  at({ type, inode }: NamespaceRef): Namespace {
    const known = this.#byInode.get(inode);
    if (known) return known;
    const host = this.#host[type] === inode;
    const made: Namespace = { type, inode, host, pids: [], containers: [], mounts: [], descriptors: [], children: [] };
    this.#byInode.set(inode, made);
    return made;
  }

  addProcess(process: ProcessEntry): void {
    for (const type of NAMESPACE_TYPES) {
      const inode = process.ns?.[type];
      if (inode === undefined) continue;
      const namespace = this.at({ type, inode });
      namespace.pids.push(process.pid);
      if (!namespace.main || isEarlier(process, namespace.main)) namespace.main = process;
    }
  }

  addRelation(relation: Relation): void {
    const { type, inode, parent, ownerUserNs } = relation;
    const namespace = this.at(relation);
    namespace.relation = relation;
    const child = { type, inode };
    if (parent !== undefined) this.at({ type, inode: parent }).children.push(child);
    // the parent of a user namespace is its owner as well
    if (ownerUserNs !== undefined && ownerUserNs !== parent)
      this.at({ type: 'user', inode: ownerUserNs }).children.push(child);
  }
}

/** The first to start; of two in the same tick the lower pid. Pids alone wrap round. */
const isEarlier = (a: ProcessEntry, b: ProcessEntry) => (a.startTime - b.startTime || a.pid - b.pid) < 0;

function containersOf(pids: readonly number[], byPid: Discovery['byPid']) {
  const containers = new Set(pids.map((pid) => byPid.get(pid)));
  return [...containers].filter((container) => container !== undefined);
}

function inOrder(a: Namespace, b: Namespace): number {
  return (
    NAMESPACE_TYPES.indexOf(a.type) - NAMESPACE_TYPES.indexOf(b.type) ||
    Number(b.host) - Number(a.host) ||
    a.inode - b.inode
  );
}
