/** How the page looks. Colours by day and by night differ by at least 4.5 to 1 from what they stand on (WCAG 2.1, 1.4.3). */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1d2128; --soft: #5b6472; --line: #d9dde3; --well: #f4f6f8;
  --fail: #b3261e; --error: #8a5300; --waived: #7a5c00; --note: #0b5fa5; --info: #0b5fa5; --pass: #1b7038; --none: #5b6472; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171c; --ink: #e4e7ec; --soft: #9aa4b2; --line: #323844; --well: #1c2027;
  --fail: #ff8a80; --error: #f2b35e; --waived: #e0c35c; --note: #7fbdf5; --info: #7fbdf5; --pass: #6fd08c; --none: #9aa4b2; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem;
  background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
header p { margin: .25rem 0 1.5rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 1rem; }
header b { color: var(--ink); }
.overview { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: center; background: var(--well);
  border-radius: .5rem; padding: 1rem 1.25rem; margin-bottom: 1.5rem; }
.overview > div { flex: 1 1 18rem; }
.overview p { margin: 0; }
.score { color: var(--soft); text-align: center; }
.score b { display: block; color: var(--ink); font-size: 2.75rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: .75rem; margin: .6rem 0; border-radius: .4rem; overflow: hidden; gap: 2px; }
.bar i { min-width: 4px; background: currentColor; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; padding: 0; margin: 0; font-size: .9rem; }
.fail { color: var(--fail); } .error { color: var(--error); } .waived { color: var(--waived); } .note { color: var(--note); }
.info { color: var(--info); } .pass { color: var(--pass); } .not-applicable { color: var(--none); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; font-weight: 400; }
thead th { color: var(--soft); font-weight: 400; font-size: .85rem; }
td:not([class]) { color: var(--line); }
td.fail { font-weight: 700; }
.sum th, .sum td { border-bottom: 0; font-weight: 700; }
a { color: inherit; }
summary { cursor: pointer; }
.aside { margin: .75rem 0; color: var(--soft); }
.filter { border: 0; padding: 0; margin: 2rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.filter legend { float: left; padding: 0; margin-right: 1.25rem; color: var(--soft); }
.findings > details { border-top: 1px solid var(--line); color: inherit; }
.findings > details > summary { display: grid; grid-template-columns: 6rem 4.5rem 1fr; gap: 0 .5rem; padding: .5rem 0; list-style: none; }
.findings > details > summary::-webkit-details-marker { display: none; }
.findings > details > summary:hover .title { text-decoration: underline; text-underline-offset: .2em; }
.state { white-space: nowrap; font-weight: 600; }
.fail .state { color: var(--fail); } .error .state { color: var(--error); } .waived .state { color: var(--waived); }
.note .state { color: var(--note); } .info .state { color: var(--info); } .pass .state { color: var(--pass); }
.not-applicable > summary { color: var(--none); }
.state b { display: inline-block; width: 1.1em; text-align: center; }
.id { font-variant-numeric: tabular-nums; color: var(--soft); }
.title::after { content: " \\25b8"; color: var(--soft); }
[open] > summary .title::after { content: " \\25be"; }
.title em { font-style: normal; font-size: .8rem; padding: .05rem .45rem; border: 1px solid var(--line); border-radius: 1rem; margin-left: .35rem; white-space: nowrap; color: var(--soft); }
.title em.high { border-color: var(--fail); color: var(--fail); }
.title em.medium { border-color: var(--error); color: var(--error); }
.body { padding: 0 0 1rem 11.5rem; }
.body p { margin: 0 0 .5rem; }
.items, .more ul { list-style: none; padding: 0; margin: 0 0 .5rem; }
.items li, .more li { padding: .1rem 0; }
.kind, .waiver { color: var(--soft); font-size: .85rem; }
.waiver { font-style: italic; }
code { font: .875em ui-monospace, monospace; background: var(--well); padding: .1em .3em; border-radius: .25rem; }
dl { display: grid; grid-template-columns: minmax(6rem, 10rem) 1fr; gap: .2rem 1rem; margin: .75rem 0 0; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
body:has(#show-fail:checked) .findings > details:not(.fail),
body:has(#show-open:checked) .findings > :is(.pass, .not-applicable) { display: none; }
@media (max-width: 40rem) {
  .findings > details > summary { grid-template-columns: 5.5rem 1fr; }
  .title { grid-column: 1 / -1; }
  .body { padding-left: 0; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
}
@media print { .filter { display: none; } .findings > details { break-inside: avoid; } }
`;
