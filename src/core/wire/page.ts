/** A page as the terminal UI gets it: safe to draw, and no longer than anyone reads. */
import type { PageItem, PageSection } from '../page.ts';
import { sanitize } from '../sanitize.ts';
import type { PageAnswer } from './types.ts';

const MAX_TEXT = 4096;
const MAX_CELL = 512;
/** Labels and rows of a section. */
const MAX_ITEMS = 500;

/** All text sanitised; what there is too much of is counted. */
export function wirePage({ sections, run }: PageAnswer): PageAnswer {
  return { sections: sections.map(wireSection), run: run && wireRun(run) };
}

function wireSection({ title, items }: PageSection): PageSection {
  const kept = items.slice(0, MAX_ITEMS).map(wireItem);
  const more = items.length - kept.length;
  return {
    title: sanitize(title, { max: MAX_CELL }),
    items: more > 0 ? [...kept, { note: `and ${more} more` }] : kept,
  };
}

function wireItem(item: PageItem): PageItem {
  if ('note' in item) return { note: long(item.note) };
  if ('text' in item) return { label: sanitize(item.label, { max: MAX_CELL }), text: long(item.text) };
  const rows = item.rows.slice(0, MAX_ITEMS).map((row) => row.map((cell) => sanitize(cell, { max: MAX_CELL })));
  const more = item.rows.length - rows.length;
  return { ...item, rows: more > 0 ? [...rows, [`and ${more} more`]] : rows };
}

/** Lines of a text stay lines; a tab is as wide as a terminal likes. */
const long = (text: string) => sanitize(text, { multiline: true, max: MAX_TEXT }).replaceAll('\t', ' ');

function wireRun({ command, report, verdict }: NonNullable<PageAnswer['run']>): PageAnswer['run'] {
  const clean = (text: string) => sanitize(text, { max: MAX_CELL });
  return {
    command: long(command),
    report: {
      tier: report.tier,
      tightened: report.tightened.map(clean),
      unjudged: report.unjudged.map(clean),
      grants: report.grants.map(({ id, option, allows, tier }) => ({
        id: clean(id),
        option: clean(option),
        allows: clean(allows),
        tier,
      })),
    },
    verdict: { decision: verdict.decision, reason: long(verdict.reason) },
  };
}
