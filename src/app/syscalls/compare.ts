/** `spc syscalls diff`: saved reports before and after a change. */
import { EXIT } from '../../core/errors.ts';
import { sortRows } from '../../core/lists/order.ts';
import { differences } from '../../core/syscalls/comparable.ts';
import { type Diff, type DiffRow, diffReports, type FailRule, regressions } from '../../core/syscalls/diff.ts';
import { DIFF_COLUMNS } from '../../core/syscalls/diff-columns.ts';
import type { TimingReport } from '../../core/syscalls/types.ts';
import type { Msg, UseCase } from '../../core/types.ts';

export interface Comparison {
  before: readonly string[];
  after: readonly string[];
  /** Rows that did not change, too. */
  all: boolean;
  sort: string | undefined;
  top: number | undefined;
  /** undefined: no change is a failure. */
  fail: FailRule | undefined;
}

/** Exit status 98 when a row breaks the rule. Throws as `read`, and `usage` for reports of different groups. */
export async function* compare(
  { before, after, all, sort, top, fail }: Comparison,
  read: (path: string) => Promise<TimingReport>,
  show: (diff: Diff, rows: readonly DiffRow[]) => Msg,
): UseCase {
  const sides = [await Promise.all(before.map(read)), await Promise.all(after.map(read))] as const;
  const diff = diffReports(...sides);
  for (const text of differences(sides.flat())) yield { kind: 'warning', text };
  if (Math.min(before.length, after.length) < 2)
    yield {
      kind: 'note',
      text: 'one report a side says nothing about chance: give two or more, by repeated measuring',
    };
  const kept = all ? diff.rows : diff.rows.filter(({ change }) => change !== 'same');
  const rows = (sort ? sortRows(kept, DIFF_COLUMNS, sort) : kept).slice(0, top);
  yield show(diff, rows);
  if (!all && kept.length < diff.rows.length)
    yield { kind: 'note', text: `${diff.rows.length - kept.length} more did not change; --all shows them` };
  const broken = fail ? regressions(diff, fail) : [];
  for (const row of broken) yield { kind: 'warning', text: `slower than allowed: ${named(row)}` };
  return broken.length > 0 ? EXIT.regression.status : 0;
}

const named = ({ group, syscall, averageRatio, p }: DiffRow) =>
  `${[group, syscall].filter(Boolean).join(' ')}, × ${averageRatio?.toFixed(2)}${p === null ? '' : ` (p = ${p.toPrecision(2)})`}`;
