/** `spc tools packages`: what the toolbox image holds, and why. */
import { sanitize } from '../core/sanitize.ts';
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

/** Columns as wide as their widest cell, the last left open. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => sanitize(cell).padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
