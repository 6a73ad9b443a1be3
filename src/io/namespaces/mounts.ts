/** Namespaces bound to files, in every mount namespace that has a process. */
import { closeSync, openSync, readlinkSync, readSync } from 'node:fs';
import { type BoundNamespace, boundNamespaces, mergeBinds } from '../../core/namespaces/mountinfo.ts';
import { parseNamespaceLink } from '../../core/namespaces/name.ts';
import type { BindMount } from '../../core/namespaces/types.ts';
import type { ProcessTable } from '../../core/processes/types.ts';

/** A container may mount as often as fs.mount-max allows (100,000); what lies beyond is not read. */
const MAX_MOUNTINFO = 16 * 1024 * 1024;

/** More mount namespaces are not looked into: some 0.1 ms each. */
const MAX_MOUNT_NAMESPACES = 5000;

/** The binds, those of spc's own mount namespace first, and what was left out. */
export function readBinds({ processes }: ProcessTable): { mounts: BindMount[]; gaps: string[] } {
  const members = new Map<number, number[]>();
  for (const { pid, ns } of processes) if (ns?.mnt !== undefined) getOrMake(members, ns.mnt).push(pid);
  const tables = new Map<number, BoundNamespace[]>();
  const gaps: string[] = [];
  let unread = 0;
  for (const [inode, pids] of [...members].slice(0, MAX_MOUNT_NAMESPACES)) {
    const text = firstText(pids);
    if (text === undefined) unread++;
    else tables.set(inode, boundNamespaces(text));
  }
  const over = Math.max(0, members.size - MAX_MOUNT_NAMESPACES) + unread;
  if (over > 0) gaps.push(`binds in ${over} of ${members.size} mount namespaces could not be read`);
  return { mounts: mergeBinds(tables, ownMountNamespace()), gaps };
}

/** The binds in spc's own mount namespace: files it can open. */
export function ownBinds(): BoundNamespace[] {
  return boundNamespaces(readText('/proc/self/mountinfo') ?? '');
}

function getOrMake(map: Map<number, number[]>, key: number): number[] {
  const known = map.get(key) ?? [];
  map.set(key, known);
  return known;
}

/** How many processes are asked in vain before a mount namespace is given up. */
const TRIES = 3;

/**
 * The table as the first process shows it that has one: one whose root is no longer mounted sees none.
 * undefined: none lives any more, or none may be read.
 */
function firstText(pids: readonly number[]): string | undefined {
  let empty: string | undefined;
  for (const pid of pids.slice(0, TRIES)) {
    const text = readText(`/proc/${pid}/mountinfo`);
    if (text) return text;
    empty ??= text;
  }
  return empty;
}

const CHUNK = 64 * 1024;

function readText(path: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    return readAll(fd);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function readAll(fd: number): string {
  const chunks: Buffer[] = [];
  for (let total = 0; total < MAX_MOUNTINFO; ) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const length = readSync(fd, chunk, 0, CHUNK, null);
    if (length === 0) break;
    total += length;
    chunks.push(chunk.subarray(0, length));
  }
  return Buffer.concat(chunks).toString('utf8');
}

function ownMountNamespace(): number | undefined {
  return parseNamespaceLink(readlinkSync('/proc/self/ns/mnt'))?.inode;
}
