/** What the target's files say of their distribution. */
import type { PageItem } from '../../page.ts';
import type { Inspection } from '../inspection.ts';
import type { Packages } from '../user-space.ts';
import { facts, showTime } from './items.ts';

/** Distribution, C library, age of the packages. */
export function userSpaceItems({ userSpace }: Inspection): PageItem[] {
  if (!userSpace) return [];
  const { os, libc, packages } = userSpace;
  return facts([
    ['system', os ? os.prettyName || os.id : 'it has no os-release'],
    ['C library', libc ? `${libc.name} ${libc.version}` : 'none: its programs are static'],
    ['packages', packages ? packagesText(packages) : 'no package database'],
  ]);
}

function packagesText({ manager, count, changed }: Packages): string {
  const number = count === null ? manager : `${count} of ${manager}`;
  return `${number}, last changed ${showTime(changed)}`;
}
