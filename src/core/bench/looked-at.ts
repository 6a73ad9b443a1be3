/** Which items of an earlier report this one is about. */
import { imageName } from './image-rules.ts';
import { isNamed, isNarrow, type Selection, selectObjects } from './selection.ts';
import type { Evidence } from './types.ts';

/**
 * Whether an item, as `container web`, is among what is selected. Of a container or image that is gone only the name is
 * known: where labels select, nothing can be said of it. Throws as `selectObjects`.
 */
export function lookedAt(evidence: Evidence, selection: Selection): (item: string) => boolean {
  if (!isNarrow(selection)) return () => true;
  const there = itemsOf(evidence);
  const selected = itemsOf(selectObjects(evidence, selection).evidence);
  return (item) => {
    const [, name] = /^(?:container|image) (.*)$/s.exec(item) ?? [];
    if (name === undefined) return true;
    if (there.has(item)) return selected.has(item);
    return selection.labels.length === 0 && selection.targets.length === 0 && isNamed(selection, [name]);
  };
}

function itemsOf({ containers, images }: Evidence): Set<string> {
  return new Set([
    ...('ok' in containers ? containers.ok.map(({ name }) => `container ${name}`) : []),
    ...('ok' in images ? images.ok.map((image) => `image ${imageName(image)}`) : []),
  ]);
}
