/** Namespaces shared with the host, with another container, or with whatever a path names. */
import type { Tier } from '../types.ts';
import { grant, ORDINARY, type Rule, tightened, unjudged } from './judged.ts';

type Says = readonly [Tier, string];

interface Sharing {
  host: Says;
  /** `container:X`, and podman's `ns:/path` and `pod`. */
  other: Says;
  /** Values that give no more than the default. */
  plain?: readonly string[];
  tight?: readonly string[];
  /** Further values, by the word before any `:`. */
  further?: Record<string, Says>;
}

const PLAIN = ['', 'private'];

function sharing(table: Sharing): Rule {
  return (option) => {
    const value = option.value.trim();
    const word = value.toLowerCase();
    const says = word === 'host' ? table.host : sharedWith(word, table);
    if (says) return grant(option, `${option.name}=${says === table.host ? 'host' : value}`, ...says);
    if (table.tight?.includes(word.split(':')[0] ?? '')) return tightened(`${option.name}=${value}`);
    return PLAIN.includes(word) || table.plain?.includes(word) ? ORDINARY : unjudged(option);
  };
}

function sharedWith(word: string, { other, further }: Sharing): Says | undefined {
  if (/^(container:|ns:|pod$)/.test(word)) return other;
  const key = word.split(':')[0] ?? '';
  return further && Object.hasOwn(further, key) ? further[key] : undefined;
}

export const pid = sharing({
  host: ['high', 'sees every process of the host with its arguments and, as root, signals it'],
  other: ['high', "sees and signals another container's processes"],
});

export const ipc = sharing({
  host: ['high', "reads and writes the host's shared memory, semaphores and message queues"],
  other: ['high', "reads and writes another container's shared memory"],
  further: { shareable: ['low', 'lets other containers join its shared memory'] },
  tight: ['none'],
});

export const uts = sharing({
  host: ['medium', "shares the host's name, which it can change with CAP_SYS_ADMIN"],
  other: ['medium', "shares another container's host name"],
});

export const userns = sharing({
  host: ['medium', 'is root on the host where the engine would otherwise map it to a plain user'],
  other: ['medium', "shares another container's user namespace"],
  further: { 'keep-id': ['low', "runs under the caller's own user id"] },
  tight: ['auto', 'nomap'],
});

export const cgroupns = sharing({
  host: ['medium', "sees the host's whole tree of cgroups"],
  other: ['medium', "shares another container's view of cgroups"],
});
