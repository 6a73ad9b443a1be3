/** Who owns a namespace and what it is nested in: ioctls on open namespaces. Loads koffi (some 20 ms): import it late. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Namespace, NamespaceRef, OpenDescriptor, Relation } from '../../core/namespaces/types.ts';
import type { NamespaceType } from '../../core/processes/types.ts';
import { CLONE } from '../linux/constants.ts';
import { ioctl } from '../linux/libc.ts';
import { nsfsDevice, type UntypedDescriptor } from './descriptors.ts';

/** ioctl_ns(2), linux/nsfs.h: _IO(0xb7, n). */
const NS_GET_USERNS = 0xb701;
const NS_GET_PARENT = 0xb702;
const NS_GET_NSTYPE = 0xb703;
const NS_GET_OWNER_UID = 0xb704;

/** Linux: an inode without opening what it is; Node has no name for it. */
const O_PATH = 0o10000000;

/** The relations of these namespaces, and of those they are nested in or owned by, which may be none of these. */
export function readRelations(namespaces: readonly Namespace[]): Relation[] {
  const reader = new Reader();
  for (const namespace of namespaces) reader.readNamespace(namespace);
  return [...reader.relations.values()];
}

class Reader {
  readonly relations = new Map<number, Relation>();
  readonly #owners = new Map<number, number | undefined>();

  readNamespace(namespace: Namespace): void {
    if (this.relations.has(namespace.inode)) return;
    for (const path of pathsTo(namespace)) {
      const fd = openNamespace(path, namespace.inode);
      if (fd === undefined) continue;
      this.#readOpen(namespace, fd);
      return;
    }
  }

  /** Reads an open namespace and goes on to its parents; closes it. Levels are few: the kernel allows 32. */
  #readOpen({ type, inode }: NamespaceRef, fd: number): void {
    const relation: Relation = { type, inode };
    this.relations.set(inode, relation);
    try {
      const nested = type === 'user' || type === 'pid';
      const parent = nested ? this.#follow(fd, NS_GET_PARENT, type) : undefined;
      const ownerUserNs = type === 'user' ? parent : this.#follow(fd, NS_GET_USERNS, 'user');
      if (parent !== undefined) relation.parent = parent;
      if (ownerUserNs !== undefined) relation.ownerUserNs = ownerUserNs;
      if (type === 'user') this.#owners.set(inode, ownerUid(fd));
    } finally {
      closeSync(fd);
    }
    const owner = this.#owners.get(type === 'user' ? inode : (relation.ownerUserNs ?? inode));
    if (owner !== undefined) relation.owner = owner;
  }

  /** The inode of the namespace an ioctl opens, which is read, too; undefined: there is none, or it is out of reach (EPERM). */
  #follow(fd: number, request: number, type: Relation['type']): number | undefined {
    const opened = ioctl(fd, request, NO_ARGUMENT);
    if (opened < 0) return undefined;
    const inode = fstatSync(opened).ino;
    if (this.relations.has(inode)) closeSync(opened);
    else this.#readOpen({ type, inode }, opened);
    return inode;
  }
}

const NO_ARGUMENT = Buffer.alloc(4);

/** As the reader's user namespace numbers it; undefined: an old kernel. */
function ownerUid(fd: number): number | undefined {
  const uid = Buffer.alloc(4);
  return ioctl(fd, NS_GET_OWNER_UID, uid) < 0 ? undefined : uid.readUInt32LE();
}

/** A few ways to it: through a process in it, a descriptor, a bind in spc's own mount namespace. */
function* pathsTo({ type, pids, descriptors, mounts }: Namespace): Generator<string> {
  for (const pid of pids.slice(0, 3)) yield `/proc/${pid}/ns/${type}`;
  for (const { pid, fd } of descriptors.slice(0, 3)) yield `/proc/${pid}/fd/${fd}`;
  for (const { path } of mounts.filter(({ own }) => own).slice(0, 3)) yield path;
}

/** Opens a path only when it leads to just that namespace: a descriptor may have been closed and another put in its place. */
function openNamespace(path: string, inode: number): number | undefined {
  let probe: number | undefined;
  try {
    probe = openSync(path, O_PATH);
    const { dev, ino } = fstatSync(probe);
    if (dev !== nsfsDevice() || ino !== inode) return undefined;
    return openSync(`/proc/self/fd/${probe}`, constants.O_RDONLY);
  } catch {
    return undefined;
  } finally {
    if (probe !== undefined) closeSync(probe);
  }
}

/** Descriptors with the types of their namespaces, as the kernel tells them; those that were closed meanwhile are left out. */
export function withTypes(descriptors: readonly UntypedDescriptor[]): OpenDescriptor[] {
  return descriptors.flatMap((descriptor) => {
    const fd = openNamespace(`/proc/${descriptor.pid}/fd/${descriptor.fd}`, descriptor.inode);
    if (fd === undefined) return [];
    const type = TYPES.get(ioctl(fd, NS_GET_NSTYPE, NO_ARGUMENT));
    closeSync(fd);
    return type ? [{ ...descriptor, type }] : [];
  });
}

const TYPES = new Map<number, NamespaceType>(
  Object.entries(CLONE).map(([type, flag]) => [flag, type as NamespaceType]),
);
