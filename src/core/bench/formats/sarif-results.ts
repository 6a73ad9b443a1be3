/** The results of a SARIF run (SARIF 2.1.0 §3.27): one an item that failed, one for a check that failed without any. */
import { sanitize } from '../../sanitize.ts';
import type { BenchReport, Difference, Finding, Item, Severity, WaiverUse } from '../types.ts';
import { differenceText, itemText } from './words.ts';

type Levels = Readonly<Record<Severity, string>>;

export const ruleId = (check: string): string => `cis-docker-${check}`;

/** With a comparison each says whether it is new; what was fixed is there as absent, as §3.27.24 asks. */
export function resultsOf({ findings, comparison, host }: BenchReport, levels: Levels): object[] {
  const appeared = comparison && new Set(comparison.appeared.map(({ check, item }) => keyOf(check, item)));
  const failed = findings.flatMap((finding, ruleIndex) =>
    finding.state === 'fail' || finding.state === 'waived'
      ? ofFinding({ finding, ruleIndex, appeared, host, levels })
      : [],
  );
  return [...failed, ...(comparison?.fixed.map((each) => absentResult(each, host)) ?? [])];
}

interface Context {
  finding: Finding;
  ruleIndex: number;
  /** Keys of what is new; undefined without a comparison. */
  appeared: ReadonlySet<string> | undefined;
  host: string;
  levels: Levels;
}

const ofFinding = (context: Context): object[] =>
  context.finding.items.length === 0
    ? [resultOf(context, undefined)]
    : context.finding.items.map((item) => resultOf(context, item));

function resultOf({ finding, ruleIndex, appeared, host, levels }: Context, item: Item | undefined): object {
  const { check, title, detail, severity } = finding;
  const key = item ? `${item.kind} ${item.name}` : '';
  return {
    ruleId: ruleId(check),
    ruleIndex,
    kind: 'fail',
    level: levels[severity],
    message: { text: `${title}: ${item ? itemText(item) : detail}` },
    locations: [item ? locationOf(item) : hostLocation(host)],
    partialFingerprints: fingerprint(check, key),
    suppressions: suppressions(item?.waiver ?? finding.waiver),
    ...(appeared && { baselineState: appeared.has(keyOf(check, key)) ? 'new' : 'unchanged' }),
  };
}

const absentResult = (difference: Difference, host: string): object => ({
  ruleId: ruleId(difference.check),
  kind: 'fail',
  level: 'none',
  message: { text: `fixed: ${differenceText(difference)}` },
  locations: [hostLocation(host)],
  partialFingerprints: fingerprint(difference.check, difference.item),
  suppressions: [],
  baselineState: 'absent',
});

/** The same from run to run, so that nothing is reported as new twice. */
const fingerprint = (check: string, key: string) => ({ 'spcBenchFinding/v1': `${check} ${key}`.trim() });

const keyOf = (check: string, item: string) => JSON.stringify([check, item]);

/** An expired waiver suppresses nothing. */
const suppressions = (waiver: WaiverUse | undefined): object[] =>
  waiver && !waiver.expired ? [{ kind: 'external', status: 'accepted', justification: waiver.reason }] : [];

/** Code scanning wants a file and a line; a container gets a path that names it. */
function locationOf({ kind, name, id }: Item): object {
  const path = kind === 'file' ? pathUri(name) : `${kind}/${segment(name)}`;
  const place = kind === 'file' ? { uri: path, uriBaseId: 'HOST' } : { uri: path };
  return {
    physicalLocation: { artifactLocation: place, region: { startLine: 1 } },
    logicalLocations: [{ name, kind, fullyQualifiedName: id === '' ? `${kind} ${name}` : `${kind} ${name} ${id}` }],
  };
}

const hostLocation = (host: string): object => ({
  physicalLocation: { artifactLocation: { uri: `host/${segment(host)}` }, region: { startLine: 1 } },
});

const pathUri = (path: string) =>
  path
    .split('/')
    .filter((part) => part !== '')
    .map(segment)
    .join('/') || '.';

const MAX_SEGMENT = 200;

/** One step of a path: none of its characters parts steps, and it leads nowhere else. */
function segment(text: string): string {
  const encoded = encodeURIComponent(sanitize(text, { max: MAX_SEGMENT }));
  return /^\.+$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded || '-';
}
