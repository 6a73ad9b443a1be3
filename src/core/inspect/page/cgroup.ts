/** Limits and use. */
import type { PageItem } from '../../page.ts';
import { cgroupPath } from '../../processes/row.ts';
import { showBytes, tenths } from '../../processes/units.ts';
import type { CgroupUse } from '../cgroup-use.ts';
import type { Inspection } from '../inspection.ts';
import { facts, showSeconds } from './items.ts';

/** Path, limits and use; with `all` the directory of each hierarchy. */
export function cgroupItems({ cgroup, container, process }: Inspection, all: boolean): PageItem[] {
  if (!cgroup) return [];
  const { groups, use, shared } = cgroup;
  const isForeign = shared && container !== null && container.pid === process?.pid;
  const directories: PageItem[] = groups.map(({ controllers, path, directory }) => ({
    rows: [[controllers.join(',') || 'v2', directory ?? `${path} (not mounted here)`]],
  }));
  return [
    ...facts([
      ['path', groups.length > 0 ? cgroupPath(groups) : ''],
      ['memory', memoryText(use.memory)],
      ['cpu', cpuText(use.cpu)],
      ['pids', part(use.pids.current, String, use.pids.limit, String)],
      ['disk', ioText(use.io)],
    ]),
    ...(isForeign ? [{ note: 'it has no group of its own: this counts whoever started it, too' }] : []),
    ...(all ? directories : []),
  ];
}

/** `12.3M of 64.0M`, `12.3M, no limit`. */
function part(current: number | null, show: (value: number) => string, limit: number | null, showLimit = show): string {
  if (current === null) return limit === null ? '' : `limit ${showLimit(limit)}`;
  return limit === null ? `${show(current)}, no limit` : `${show(current)} of ${showLimit(limit)}`;
}

function memoryText({ current, limit, peak, swap, oomKills }: CgroupUse['memory']): string {
  return joined([
    part(current, showBytes, limit),
    peak === null ? '' : `peak ${showBytes(peak)}`,
    swap ? `swap ${showBytes(swap)}` : '',
    oomKills ? `${oomKills} killed for want of memory` : '',
  ]);
}

function cpuText(cpu: CgroupUse['cpu']): string {
  const { usage, limit, weight, shares, periods, throttledPeriods, throttledTime } = cpu;
  const held = periods && throttledPeriods ? `held back in ${percent(throttledPeriods, periods)} of periods` : '';
  return joined([
    usage === null ? '' : `${showSeconds(usage / 1e9)} used`,
    limit === null ? (usage === null ? '' : 'no limit') : `limit ${Math.round(limit * 100) / 100} CPUs`,
    weight === null ? '' : `weight ${weight}`,
    shares === null ? '' : `shares ${shares}`,
    held && throttledTime !== null ? `${held}, ${showSeconds(throttledTime / 1e9)} in all` : held,
  ]);
}

const percent = (some: number, all: number) => `${tenths((100 * some) / all)}%`;

function ioText({ read, written }: CgroupUse['io']): string {
  return joined([
    read === null ? '' : `${showBytes(read)} read`,
    written === null ? '' : `${showBytes(written)} written`,
  ]);
}

const joined = (parts: string[]) => parts.filter(Boolean).join(', ');
