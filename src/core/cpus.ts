/** Lists of CPUs as the kernel writes them: `0-1,3` (cpuset(7), List format). */

/** More a kernel cannot have: a mask of 1 KiB. */
const MAX_CPU = 8191;

/** The numbers in a list, in its order; whatever is no number or beyond 8,191 is left out. */
export function parseCpus(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [, first = '', last = first] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(range) ?? [];
    if (first === '') return [];
    const from = Number(first);
    const to = Math.min(Number(last), MAX_CPU);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
}
