/** What the sections of the page share. */
import type { PageItem } from '../../page.ts';
import { showDuration } from '../../processes/units.ts';

/** Labelled lines; those without text are left out. */
export function facts(pairs: readonly (readonly [label: string, text: string])[]): PageItem[] {
  return pairs.filter(([, text]) => text !== '').map(([label, text]) => ({ label, text }));
}

/** The first `most` of a list, and a note of how many are left out. */
export function firstOf<T>(
  list: readonly T[],
  most: number,
  all: boolean,
  what: string,
): [shown: T[], notes: PageItem[]] {
  if (all || list.length <= most) return [[...list], []];
  return [list.slice(0, most), [{ note: `and ${list.length - most} more ${what}: --all` }]];
}

/** A time of use: `0.47 s`, then as ps(1) does. */
export function showSeconds(seconds: number): string {
  return seconds < 60 ? `${Math.round(seconds * 100) / 100} s` : showDuration(seconds);
}

/** `2026-11-22T05:41:20.123Z` → `2026-11-22 05:41:20 UTC`; empty stays empty. */
export function showTime(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return match ? `${match[1]} ${match[2]} UTC` : iso;
}
