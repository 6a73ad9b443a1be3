/** How much of a user's files is read, and told of: they are read for root, and can be made as many as the user likes. */
import type { Gaps } from './state-file.ts';

/** Of each user, in bytes of files; enough for thousands of containers. */
export const MAX_OF_USER = 8 * 1024 * 1024;

/** Of each user, before it is only said that there is more. */
export const MAX_GAPS_OF_USER = 5;

/** Gaps into this set. Root's are all told, and any amount of root's files may be read; of each user's so much, no more. */
export function limitUsers(gaps: Set<string>): Gaps {
  const spent = new Map<number, number>();
  const told = new Map<number, number>();
  return {
    add(text, owner = 0) {
      const count = (told.get(owner) ?? 0) + Number(!gaps.has(text));
      told.set(owner, count);
      gaps.add(owner === 0 || count <= MAX_GAPS_OF_USER ? text : `more of user ${owner}'s files cannot be read`);
    },
    spend(owner, bytes) {
      const sum = (spent.get(owner) ?? 0) + bytes;
      if (owner === 0 || sum <= MAX_OF_USER) spent.set(owner, sum);
      else gaps.add(`user ${owner}'s files of containers are too many: the rest was not read`);
      return owner === 0 || sum <= MAX_OF_USER;
    },
  };
}
