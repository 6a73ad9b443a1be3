/** The order of the benchmark, and what its sections are called. */
import type { SectionId } from './types.ts';

export const SECTION_TITLES: Readonly<Record<SectionId, string>> = {
  '1': 'Host configuration',
  '2': 'Docker daemon configuration',
  '3': 'Docker daemon configuration files',
  '4': 'Container images and build files',
  '5': 'Container runtime',
  '6': 'Docker security operations',
  '7': 'Docker swarm configuration',
  C: 'Community checks',
};

/** In order. */
export const SECTIONS: readonly SectionId[] = ['1', '2', '3', '4', '5', '6', '7', 'C'];

/** What the rules follow. */
export const BENCHMARK = 'CIS Docker Benchmark 1.6.0';

/** `5.4` before `5.10`; the community's last. */
export function compareIds(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What is no number (`C`) comes after every number. */
const partsOf = (id: string): number[] => id.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : 1_000_000));
