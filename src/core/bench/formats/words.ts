/** What several formats say in the same words. Nothing is sanitised or escaped here. */
import type { BenchReport, Difference, Finding, Item, SectionId, Waiver, WaiverUse } from '../types.ts';

/** `docker 20.10.24`, `podman 4.3.1, rootless`. */
export function engineText({ engine: { name, version, rootless } }: BenchReport): string {
  return `${[name, version].filter(Boolean).join(' ')}${rootless ? ', rootless' : ''}`;
}

/** `2026-11-22 12:15:10 UTC` of an ISO time; any other text as it is. */
export function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2 UTC');
}

/** `waived until 2026-12-31: reason`. */
export function waiverText({ reason, expires, expired }: WaiverUse): string {
  if (expired) return `waiver expired on ${expires ?? 'an unknown day'}: ${reason}`;
  return `waived${expires === undefined ? '' : ` until ${expires}`}: ${reason}`;
}

/** `web: adds SYS_ADMIN [waived: reason]`. */
export function itemText({ name, detail, waiver }: Item): string {
  const said = detail === '' ? name : `${name}: ${detail}`;
  return waiver ? `${said} [${waiverText(waiver)}]` : said;
}

/** `5.4 container web: adds SYS_ADMIN`. */
export function differenceText({ check, item, detail }: Difference): string {
  return `${[check, item].filter(Boolean).join(' ')}${detail === '' ? '' : `: ${detail}`}`;
}

/** A waiver that matched nothing. */
export function unusedText({ check, item, reason }: Waiver): string {
  return `${[check, item].filter(Boolean).join(' ')}: ${reason}`;
}

/** How many of what counts passed and failed. */
export function scoreCounts({ score: { points, of } }: BenchReport): { passed: number; failed: number } {
  return { passed: (of + points) / 2, failed: (of - points) / 2 };
}

/** The findings of a section, in the report's order. */
export function findingsOf({ findings }: BenchReport, section: SectionId): Finding[] {
  return findings.filter((finding) => finding.section === section);
}
