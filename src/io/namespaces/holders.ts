/** What keeps namespaces beside the processes in them. */
import type { BindMount, Holders, Namespace, OpenDescriptor, Relation } from '../../core/namespaces/types.ts';
import { NAMESPACE_TYPES, type NamespaceType, type ProcessTable } from '../../core/processes/types.ts';
import { readDescriptors, type UntypedDescriptor } from './descriptors.ts';
import { readBinds } from './mounts.ts';

/** Binds in every mount namespace of the table and, if asked for, open descriptors. */
export async function readHolders(table: ProcessTable, withDescriptors: boolean): Promise<Holders> {
  const { mounts, gaps } = readBinds(table);
  if (!withDescriptors) return { mounts, descriptors: [], gaps };
  const open = readDescriptors(table, new Set(mounts.map(({ path }) => path)));
  const typed = await typeDescriptors(open.untyped, knownTypes(table, mounts));
  return { mounts, descriptors: [...open.descriptors, ...typed], gaps: [...gaps, ...open.gaps] };
}

function knownTypes({ processes }: ProcessTable, mounts: readonly BindMount[]): Map<number, NamespaceType> {
  const types = new Map(mounts.map(({ inode, type }) => [inode, type]));
  for (const { ns } of processes)
    for (const type of NAMESPACE_TYPES) if (ns?.[type] !== undefined) types.set(ns[type], type);
  return types;
}

/** The kernel is asked only for those that nothing else tells of: it costs to load koffi. */
async function typeDescriptors(
  untyped: readonly UntypedDescriptor[],
  types: ReadonlyMap<number, NamespaceType>,
): Promise<OpenDescriptor[]> {
  const typed = untyped.flatMap((descriptor) => {
    const type = types.get(descriptor.inode);
    return type ? [{ ...descriptor, type }] : [];
  });
  const unknown = untyped.filter(({ inode }) => !types.has(inode));
  return unknown.length > 0 ? [...typed, ...(await import('./relations.ts')).withTypes(unknown)] : typed;
}

/** What relations.ts reads, with koffi loaded only now. */
export async function relationsOf(namespaces: readonly Namespace[]): Promise<Relation[]> {
  return (await import('./relations.ts')).readRelations(namespaces);
}
