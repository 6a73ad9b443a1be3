/** A report as CSV: a line an item that was found, and one for each check without any. */
import type { Column } from '../../lists/columns.ts';
import { csv } from '../../lists/csv.ts';
import type { Finding, Item } from '../types.ts';
import type { Formatter } from './format.ts';

interface Row {
  finding: Finding;
  item: Item | undefined;
}

const waiverOf = ({ finding, item }: Row) => item?.waiver ?? finding.waiver;

const value = (key: string, about: string, of: Column<Row>['value']): Column<Row> => ({
  key,
  header: key.toUpperCase(),
  about,
  value: of,
});

const COLUMNS: readonly Column<Row>[] = [
  value('check', 'its id', ({ finding }) => finding.check),
  value('section', 'of the benchmark', ({ finding }) => finding.section),
  value('title', 'what is checked', ({ finding }) => finding.title),
  value('level', '1 or 2', ({ finding }) => finding.level),
  value('scored', 'whether it counts', ({ finding }) => finding.scored),
  value('severity', 'of a failure', ({ finding }) => finding.severity),
  value('state', 'of the check', ({ finding }) => finding.state),
  value('kind', 'of the item', ({ item }) => item?.kind ?? null),
  value('item', 'its name', ({ item }) => item?.name ?? null),
  value('id', 'its id', ({ item }) => item?.id || null),
  value('detail', 'what was found', ({ finding, item }) => item?.detail ?? finding.detail),
  value('waiver', 'why it is accepted', (row) => waiverOf(row)?.reason ?? null),
  value('expires', 'last day of the waiver', (row) => waiverOf(row)?.expires ?? null),
  value('expired', 'the waiver holds no longer', (row) => waiverOf(row)?.expired ?? null),
  value('remediation', 'how to mend it', ({ finding }) => finding.remediation),
];

/** RFC 4180, with a heading. */
export const csvReport: Formatter = ({ findings }) => csv(findings.flatMap(rowsOf), COLUMNS);

function rowsOf(finding: Finding): Row[] {
  const { items } = finding;
  return items.length === 0 ? [{ finding, item: undefined }] : items.map((item) => ({ finding, item }));
}
