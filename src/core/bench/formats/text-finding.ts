/** One finding for the eye. */
import { wrap } from '../../text.ts';
import type { Finding, Item } from '../types.ts';
import { STATE_LOOKS } from './states.ts';
import { hanging, listLines, type Page } from './text-page.ts';
import { itemText, waiverText } from './words.ts';

const WORD = 6;
const ID = 7;
const INDENT = ' '.repeat(4 + WORD + 2);
const TITLE = INDENT.length + ID + 2;

/**
 * Sign, word, id and title; below, unless it passed, what was found.
 *
 * @param alike id of a check that has told how to mend it already; '' when none has
 */
export function findingLines(finding: Finding, page: Page, alike: string): string[] {
  const { sign, word, style } = STATE_LOOKS[finding.state];
  const [first = '', ...rest] = wrap(titleText(finding), page.width - TITLE);
  const head = `  ${page.paint(style, `${sign} ${word.padEnd(WORD)}`)}  ${finding.check.padEnd(ID)}  ${first}`;
  const title = [head, ...rest.map((line) => ' '.repeat(TITLE) + line)];
  if (finding.state === 'pass' || finding.state === 'not-applicable')
    return finding.state === 'pass' ? title : [...title, ...dim(finding.detail, page)];
  return [
    ...title,
    ...hanging(INDENT, finding.detail, page),
    ...itemLines(finding, page),
    ...mendLines(finding, page, alike),
  ];
}

const titleText = ({ title, severity, state }: Finding) => (state === 'fail' ? `${title} (${severity})` : title);

const dim = (text: string, page: Page) => hanging(INDENT, text, page).map((line) => page.paint('dim', line));

function itemLines({ items, detail, waiver }: Finding, page: Page): string[] {
  const waived = waiver ? hanging(`${INDENT}~ `, waiverText(waiver), page) : [];
  const [only, ...others] = items;
  if (only && others.length === 0 && isSaid(only, detail)) return waived;
  return [...listLines(INDENT, items.map(itemText), page), ...waived];
}

/** Whether the line above has said all of an item. A path is told by its name; a container's may be any word. */
const isSaid = ({ kind, name, detail, waiver }: Item, line: string) =>
  !waiver && line.includes(name) && (kind === 'file' || line.includes(detail));

function mendLines({ state, remediation }: Finding, page: Page, alike: string): string[] {
  if (!page.remediation || state !== 'fail') return [];
  return hanging(`${INDENT}> `, alike === '' ? remediation : `as for ${alike}`, { ...page, longest: 4096 });
}
