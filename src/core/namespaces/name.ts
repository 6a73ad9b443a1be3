/** Names of namespaces, as the kernel and a caller write them. */
import { SpcError } from '../errors.ts';
import { NAMESPACE_TYPES, type NamespaceType } from '../processes/types.ts';
import type { NamespaceRef } from './types.ts';

const TYPES: ReadonlySet<string> = new Set(NAMESPACE_TYPES);

/** Whether a word is a type of namespaces(7). */
const isNamespaceType = (word: string): word is NamespaceType => TYPES.has(word);

/** What a link of /proc/PID/ns, of /proc/PID/fd or the root of an nsfs mount says: `net:[4026531840]`; else undefined. */
export function parseNamespaceLink(text: string): NamespaceRef | undefined {
  const open = text.indexOf(':[');
  if (open < 0 || !text.endsWith(']')) return undefined;
  const type = text.slice(0, open);
  const digits = text.slice(open + 2, -1);
  return isNamespaceType(type) && /^\d{1,15}$/.test(digits) ? { type, inode: Number(digits) } : undefined;
}

/** As the caller wrote it: `type` is undefined when only the number was given. */
export interface NamespaceName {
  type: NamespaceType | undefined;
  inode: number;
}

/** Numbers of namespaces begin here (PROC_DYNAMIC_FIRST, and a few below it for the host's): far above any pid. */
const FIRST_INODE = 0xefff_0000;

/** Whether a word is written as a namespace and not as a target: `pid:42` is a process. */
export function isNamespaceName(text: string): boolean {
  const [, number] = /^(?:ns:)?(?:[a-z]+:)?\[?(\d{1,15})\]?$/.exec(text) ?? [];
  return number !== undefined && (Number(number) >= FIRST_INODE || !text.startsWith('pid:'));
}

/** Reads `4026531840`, `net:4026531840`, `net:[4026531840]` or `ns:net:4026531840`. Throws `usage`. */
export function parseNamespaceName(text: string): NamespaceName {
  const [, type, bare, bracketed] = /^(?:ns:)?(?:([a-z]+):)?(?:(\d{1,15})|\[(\d{1,15})\])$/.exec(text) ?? [];
  const digits = bare ?? bracketed;
  if (digits === undefined || (type !== undefined && !isNamespaceType(type)))
    throw new SpcError(
      'usage',
      `'${text}' names no namespace`,
      '',
      `an inode number, as in 4026531840 or net:4026531840; the types: ${NAMESPACE_TYPES.join(', ')}`,
    );
  return { type, inode: Number(digits) };
}
