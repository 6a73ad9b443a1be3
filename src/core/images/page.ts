/** An image as a page. */
import type { PageItem, PageSection } from '../page.ts';
import { showBytes } from '../processes/units.ts';
import type { Recipe } from '../recipe.ts';
import type { Image, PrivilegeReport, Verdict } from '../types.ts';

/** What its RUN label would do; `run` is null where it can do nothing, and `notes` say why. */
export interface Grants {
  run: { command: string; report: PrivilegeReport; verdict: Verdict } | null;
  notes: string[];
}

/** All text is as found: hostile until sanitised. */
export interface ImageFacts {
  image: Image;
  /** As it was asked for. */
  reference: string;
  engine: string;
  installed: boolean;
  builtHere: boolean;
  recipe: string | undefined;
  /** Labels spc acts on; `from`: whose the text is, or what is wrong with it. */
  texts: { label: string; text: string; from: string }[];
  judged: Grants;
}

/** What it is, what running it would do and may do, its labels. */
export function imagePage(facts: ImageFacts): PageSection[] {
  const { judged, texts } = facts;
  return [
    { title: facts.reference, items: overview(facts) },
    { title: 'RUN', items: runItems(judged) },
    ...(judged.run ? [{ title: 'PRIVILEGES', items: privilegeItems(judged.run.report) }] : []),
    { title: 'WHAT ITS LABELS ASK FOR', items: texts.flatMap(textItems) },
    { title: 'LABELS', items: labelItems(facts.image.labels) },
  ].filter(({ items }) => items.length > 0);
}

function overview({ image, engine, installed, builtHere, recipe }: ImageFacts): PageItem[] {
  const facts = {
    id: image.id,
    engine,
    names: image.tags.join(' '),
    digests: image.repoDigests.join(' '),
    created: image.created ?? '',
    size: image.size === undefined ? '' : showBytes(image.size),
    architecture: image.architecture ?? '',
    user: image.user,
    entrypoint: image.entrypoint.join(' '),
    command: image.cmd.join(' '),
    recipe: recipe ?? '',
    'built here': builtHere ? 'yes, by spc' : '',
    installed: installed ? 'yes' : '',
  };
  return Object.entries(facts).flatMap(([label, text]) => (text ? [{ label, text }] : []));
}

function runItems({ run, notes }: Grants): PageItem[] {
  const told = notes.map((note): PageItem => ({ note }));
  if (!run) return told;
  const { command, verdict } = run;
  return [
    ...(command ? [{ label: 'command', text: command }] : []),
    { label: 'policy', text: `${verdict.decision}: ${verdict.reason}` },
    ...told,
  ];
}

/** The worst first, as they are told. */
function privilegeItems({ grants, tightened, unjudged }: PrivilegeReport): PageItem[] {
  const rows = grants.map(({ tier, option, allows }) => [tier, option, allows]);
  const list = (label: string, items: readonly string[]): PageItem[] =>
    items.length > 0 ? [{ label, text: items.join(', ') }] : [];
  const ordinary = grants.length + unjudged.length === 0 ? [{ note: 'those of an ordinary container, no more' }] : [];
  return [
    ...ordinary,
    ...(rows.length > 0 ? [{ rows }] : []),
    ...list('nobody could judge', unjudged),
    ...list('tighter', tightened),
  ];
}

function textItems({ label, text, from }: ImageFacts['texts'][number]): PageItem[] {
  return text ? [{ label, text }, ...(from.startsWith('label ') ? [] : [{ note: from }])] : [{ label, text: from }];
}

function labelItems(labels: Readonly<Record<string, string>>): PageItem[] {
  return Object.keys(labels)
    .sort()
    .map((label) => ({ label, text: labels[label] ?? '' }));
}

/** A recipe whose image is not here. */
export function recipePage({
  name,
  summary,
  aliases,
  images,
  source,
  labels,
  privileges,
  notes,
  build,
}: Recipe): PageSection[] {
  const made = build ? `spc tools build makes it` : `spc run ${name} fetches it`;
  const reasons = privileges.map(({ option, why }) => [option, why]);
  return [
    {
      title: name,
      items: [
        { label: 'for', text: summary },
        ...(aliases.length > 0 ? [{ label: 'aliases', text: aliases.join(', ') }] : []),
        { label: 'images', text: images.join(' ') },
        { label: 'source', text: source },
        { note: `its image is not here; ${made}` },
      ],
    },
    { title: 'LABELS', items: Object.entries(labels).map(([label, text]) => ({ label, text })) },
    { title: 'WHY EACH PRIVILEGE', items: reasons.length > 0 ? [{ rows: reasons }] : [] },
    { title: 'NOTES', items: notes ? [{ note: notes }] : [] },
  ].filter(({ items }) => items.length > 0);
}
