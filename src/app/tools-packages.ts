/** `spc tools packages`: what the toolbox image holds, and why. */
import { table } from '../core/table.ts';
import type { Toolbox, ToolPackage } from '../core/tools/types.ts';
import type { UseCase } from '../core/types.ts';

/** Lists the packages of both sets. */
export async function* toolsPackages({ image, packages }: Toolbox): UseCase {
  const rows = packages.map(({ apt, dnf, sets, why }) => [apt ?? '-', dnf ?? '-', sets.join(','), why]);
  const text = table([['APT', 'DNF', 'SETS', 'WHY'], ...rows]);
  yield { kind: 'result', text, data: { tag: image.tag, packages: packages.map(plain) } };
  return 0;
}

const plain = ({ apt, dnf, sets, why }: ToolPackage) => ({ apt: apt ?? null, dnf: dnf ?? null, sets, why });
