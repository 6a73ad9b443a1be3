/** A report as a page. */
import type { PageItem, PageSection } from '../page.ts';
import { ABILITIES, type AbilityName } from './abilities.ts';
import type { Ability, Advice, Diagnosis, Group } from './diagnosis.ts';
import type { DoctorReport } from './report.ts';

export interface PageChoice {
  /** Only what does not work. */
  quiet: boolean;
}

const TITLES = {
  tools: 'TOOLS',
  spc: 'SPC ITSELF',
  engines: 'ENGINES',
} as const satisfies Record<Group, string>;

/** All rows, by group; the target first, when there is one. */
export function reportPage(report: DoctorReport, { quiet }: PageChoice): PageSection[] {
  const shown = report.abilities.filter(({ state }) => !quiet || state !== 'works');
  const groups = Object.entries(TITLES).map(([group, title]) => ({
    title,
    items: merged(shown.filter((row) => row.group === group)).flatMap((row) => rowItems(row, report)),
  }));
  const warnings = { title: 'WARNINGS', items: report.warnings.map((note): PageItem => ({ note })) };
  return [...targetSection(report, quiet), ...groups, warnings, verdict(report)].filter(
    ({ items }) => items.length > 0,
  );
}

/** One ability, with everything that is known of it. */
export function explainPage(row: Diagnosis): PageSection[] {
  const evidence = row.evidence.map((text, at): PageItem => ({ label: at === 0 ? 'evidence' : '', text }));
  const head: PageItem[] = [
    { label: 'what', text: row.about },
    { label: 'state', text: `${row.state}: ${row.summary}` },
    ...evidence,
  ];
  return [{ title: row.ability, items: head }, ...row.advice.map(adviceSection)];
}

/** YAML must not be wrapped; all else may. */
function adviceSection({ platform, flags, text }: Advice): PageSection {
  const title = `HOW, ${platform.toUpperCase()}`;
  if (text === '') return { title, items: [{ note: flags.join(' ') }] };
  const item = (line: string): PageItem => (platform === 'kubernetes' ? { rows: [[line]] } : { note: line });
  return { title, items: text.split('\n').map(item) };
}

interface Row extends Diagnosis {
  /** Of a family that says the same: their names. */
  names: string[];
}

/** Rows of one family that say the same are one. */
function merged(rows: readonly Diagnosis[]): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    const family = familyOf(row);
    const same = found.find(
      (other) =>
        family !== undefined &&
        familyOf(other) === family &&
        other.state === row.state &&
        other.summary === row.summary,
    );
    if (same) same.names.push(row.ability);
    else found.push({ ...row, names: [row.ability] });
  }
  return found;
}

const familyOf = ({ ability }: Diagnosis) => (ABILITIES as Record<string, Ability>)[ability as AbilityName]?.family;

const STATE_WIDTH = 9;

function rowItems(row: Row, report: DoctorReport): PageItem[] {
  const [first = ''] = row.names;
  const family = familyOf(row);
  const label = row.names.length > 1 && family ? family : first;
  const types = row.names.length > 1 ? `${row.names.map((name) => name.slice(`${family}-`.length)).join(' ')}: ` : '';
  const line = { label, text: `${row.state.padEnd(STATE_WIDTH)}${types}${row.summary}` };
  return [line, ...briefAdvice(row, report).map((text): PageItem => ({ label: '', text }))];
}

/** What helps where spc runs now; --explain has the rest. */
function briefAdvice({ state, advice }: Diagnosis, { contained }: DoctorReport): string[] {
  if (state === 'works') return [];
  const wanted = advice.filter(({ platform }) => platform === 'host' || (contained && platform.startsWith('docker')));
  const lines = wanted.map(({ platform, flags, text }) => [platform, flags.join(' ') || text.replaceAll('\n', '; ')]);
  const distinct = lines.filter(([, how], at) => lines.findIndex((other) => other[1] === how) === at);
  const arrow = `${' '.repeat(STATE_WIDTH)}→ `;
  return distinct.map(([platform, how]) => `${arrow}${platform === 'host' ? '' : `${platform}: `}${how}`);
}

function targetSection({ target }: DoctorReport, quiet: boolean): PageSection[] {
  if (!target) return [];
  const items = target.findings
    .filter(({ level }) => !quiet || level !== 'note')
    .map(({ level, text, tracers }) => ({
      label: tracers.join(' ') || 'all',
      text: `${level.padEnd(STATE_WIDTH)}${text}`,
    }));
  return [{ title: target.title, items }];
}

function verdict({ failures, contained }: DoctorReport): PageSection {
  const where = contained ? 'spc runs in a container here: flags are for starting it. ' : '';
  const more = `${where}spc doctor --explain NAME has all the evidence, and flags for docker, podman and Kubernetes.`;
  const items = failures.map(({ ability, why }): PageItem => ({ label: ability, text: why }));
  return { title: failures.length > 0 ? 'NOT READY' : 'READY', items: [...items, { note: more }] };
}
