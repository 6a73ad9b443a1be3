/** One finding on the page: a line that opens. */
import { escaped } from '../../markup.ts';
import type { Finding, Item } from '../types.ts';
import { STATE_LOOKS } from './states.ts';
import { waiverText } from './words.ts';

/** Failures are open, unless they are minor. */
export function findingBlock(finding: Finding): string {
  const { state, check, title, detail, severity, items, waiver } = finding;
  const { sign, word } = STATE_LOOKS[state];
  const open = state === 'fail' && severity !== 'low' ? ' open' : '';
  const badge = state === 'fail' ? ` <em class="${severity}">${severity}</em>` : '';
  return [
    `<details class="${state}"${open}><summary><span class="state"><b aria-hidden="true">${sign}</b> ${word}</span>`,
    `<span class="id">${escaped(check)}</span> <span class="title">${escaped(title)}${badge}</span></summary>`,
    `<div class="body"><p>${escaped(detail)}</p>`,
    waiver ? `<p class="waiver">${escaped(waiverText(waiver))}</p>` : '',
    itemList(items),
    facts(finding),
    '</div></details>',
  ].join('');
}

const MOST_ITEMS = 10;

/** The first few, and the others behind a line that opens: nothing is missing. */
function itemList(items: readonly Item[]): string {
  if (items.length === 0) return '';
  const [first, others] = [items.slice(0, MOST_ITEMS), items.slice(MOST_ITEMS)];
  const more =
    others.length > 0
      ? `<details class="more"><summary>and ${others.length} more</summary><ul>${others.map(itemLine).join('')}</ul></details>`
      : '';
  return `<ul class="items">${first.map(itemLine).join('')}</ul>${more}`;
}

const MAX_NAME = 300;

function itemLine({ kind, name, detail, waiver }: Item): string {
  const said = detail === '' ? '' : ` ${escaped(detail)}`;
  const waived = waiver ? ` <span class="waiver">${escaped(waiverText(waiver))}</span>` : '';
  return `<li><span class="kind">${kind}</span> <code>${escaped(name, MAX_NAME)}</code>${said}${waived}</li>`;
}

/** What decided, and how to mend it. */
function facts({ evidence, state, remediation, level, scored }: Finding): string {
  const proofs = evidence.map(
    ({ what, value }) => `<dt>${escaped(what, MAX_NAME)}</dt><dd><code>${escaped(value)}</code></dd>`,
  );
  const mend =
    state === 'pass' || state === 'not-applicable' ? '' : `<dt>How to mend</dt><dd>${escaped(remediation)}</dd>`;
  return `<dl>${mend}${proofs.join('')}<dt>Check</dt><dd>level ${level}, ${scored ? 'counts' : 'does not count'}</dd></dl>`;
}
