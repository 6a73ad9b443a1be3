/** What the main process may do. */
import { CAPABILITIES } from '../../capabilities.ts';
import type { PageItem } from '../../page.ts';
import type { IdRange } from '../../processes/uid-map.ts';
import { showBytes } from '../../processes/units.ts';
import type { Inspection } from '../inspection.ts';
import { isIdentityMap, type ResourceLimit, type Security } from '../security.ts';
import { facts } from './items.ts';

/** So few missing that naming them is shorter. */
const NEARLY_ALL = 8;

/** Limits that are often the cause of trouble. */
const USUAL_LIMITS = ['open files', 'processes', 'core file size', 'locked memory'];

/** Capabilities beside docker's default, filters, maps, limits. */
export function securityItems({ security }: Inspection, all: boolean): PageItem[] {
  if (!security) return [];
  const { capabilities, seccomp, noNewPrivileges, lsmLabel, uidMap, gidMap, oomScoreAdjust, limits } = security;
  const shown = all ? limits : limits.filter(({ name }) => USUAL_LIMITS.includes(name));
  return facts([
    ['capabilities', effectiveText(security)],
    ['may gain', capabilities ? gainText(capabilities.bounding, capabilities.effective) : ''],
    ['ambient', capabilities ? capabilities.ambient.join(' ') : ''],
    ['inheritable', all && capabilities ? capabilities.inheritable.join(' ') : ''],
    ['seccomp', seccompText(seccomp)],
    [
      'new rights',
      noNewPrivileges === null ? '' : noNewPrivileges ? 'no_new_privs: none by exec' : 'setuid programs give them',
    ],
    ['LSM label', lsmLabel || 'none'],
    ['user ids', mapText(uidMap)],
    ['group ids', isSameMap(uidMap, gidMap) ? '' : mapText(gidMap)],
    ['OOM score', oomScoreAdjust ? `adjusted by ${oomScoreAdjust}` : ''],
    ...shown.map((limit, at): [string, string] => [at === 0 ? 'limits' : '', limitText(limit)]),
  ]);
}

/** The difference from an ordinary container, or from all, says more than forty names. */
function effectiveText({ capabilities, comparedWithDefault }: Security): string {
  if (!capabilities || !comparedWithDefault) return '';
  const { more, fewer } = comparedWithDefault;
  const missing = CAPABILITIES.filter((name) => !capabilities.effective.includes(name));
  if (missing.length === 0) return 'all';
  if (missing.length <= NEARLY_ALL) return `all but ${missing.join(' ')}`;
  if (capabilities.effective.length === 0) return 'none';
  if (more.length === 0 && fewer.length === 0) return "as docker's default";
  const beyond = more.length > 0 ? `more than docker's default: ${more.join(' ')}` : '';
  const without = fewer.length > 0 ? `without ${fewer.join(' ')}` : '';
  return [beyond, without].filter(Boolean).join('; ');
}

/** What a setuid root program could still get. */
function gainText(bounding: readonly string[], effective: readonly string[]): string {
  return bounding.filter((name) => !effective.includes(name)).join(' ');
}

function seccompText({ mode, filters }: Security['seccomp']): string {
  if (mode !== 'filter') return mode;
  return filters === null ? 'filter' : `filter (${filters})`;
}

/** `0–65535 are 100000–165535 outside`. */
function mapText(map: readonly IdRange[]): string {
  if (map.length === 0) return '';
  if (isIdentityMap(map)) return 'as outside';
  const range = (first: number, count: number) => (count === 1 ? String(first) : `${first}–${first + count - 1}`);
  return map
    .map(({ inside, outside, count }) => `${range(inside, count)} inside is ${range(outside, count)}`)
    .join('; ');
}

const isSameMap = (a: readonly IdRange[], b: readonly IdRange[]) => mapText(a) === mapText(b);

function limitText({ name, soft, hard, unit }: ResourceLimit): string {
  const show = (value: number | null) => {
    if (value === null) return 'unlimited';
    if (unit === 'bytes') return showBytes(value);
    return unit === '' || name.endsWith(unit) ? String(value) : `${value} ${unit}`;
  };
  return `${name} ${show(soft)}${soft === hard ? '' : ` (at most ${show(hard)})`}`;
}
