/** Rules on images: one question asked of each. */
import { countText } from './container-rules.ts';
import { defineCheck } from './define.ts';
import { error, fail, info, notApplicable, pass, proof } from './judgement.ts';
import type { Check, CheckTexts, ImageEvidence, Item, Judgement, Severity } from './types.ts';

/** A check on each image, as its table writes it. */
export interface ImageCheckSpec {
  id: string;
  title: string;
  /** A manual one does not fail: what it finds is info. */
  mode: 'automated' | 'manual';
  severity: Severity;
  good: string;
  /** What is wrong with it ('' : nothing), or why that cannot be told. */
  look: (image: ImageEvidence) => string | { unknown: string };
  explain: CheckTexts;
}

/** The check. No image: not applicable. */
export function imageCheck(spec: ImageCheckSpec): Check {
  const { id, title, mode, severity, explain } = spec;
  const rule = ({ images }: { images: ImageEvidence[] }) => judgeImages(images, spec);
  return defineCheck({ id, title, mode, scope: 'images', severity, needs: ['images'], explain, rule });
}

/** The one answer to a question about images when there are none, or none that was selected. */
export const NO_IMAGE = 'there is no image to judge';

function judgeImages(images: readonly ImageEvidence[], { look, good, mode }: ImageCheckSpec): Judgement {
  if (images.length === 0) return notApplicable(NO_IMAGE);
  const looks = images.map((image) => ({ image, found: look(image) }));
  const items = looks.flatMap(({ image, found }) => (typeof found === 'string' ? itemOf(image, found) : []));
  const unknown = looks.flatMap(({ image, found }) =>
    typeof found === 'string' ? [] : [`${imageName(image)}: ${found.unknown}`],
  );
  const proofs = [proof('images', images.length)];
  const also = unknown.length > 0 ? `; of ${unknown.length} it cannot be told` : '';
  const found = mode === 'manual' ? info : fail;
  if (items.length > 0) return found(countText(items, images.length, 'images') + also, proofs, items);
  return unknown.length > 0 ? error(unknown.slice(0, MOST_CAUSES).join('; '), proofs) : pass(good, proofs);
}

const MOST_CAUSES = 5;

/** What a user calls it: a tag, else its id's first digits. */
export const imageName = ({ tags, id }: ImageEvidence): string => tags[0] ?? id.slice(0, 19);

const itemOf = (image: ImageEvidence, detail: string): Item[] =>
  detail === '' ? [] : [{ kind: 'image', name: imageName(image), id: image.id, detail }];
