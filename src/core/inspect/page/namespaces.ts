/** Namespaces beside the host's. */
import type { PageItem } from '../../page.ts';
import type { Inspection, NamespaceFacts } from '../inspection.ts';
import { PAGE_ORDER } from '../relatives.ts';

/** A row a type: inode, and whether it is the host's. */
export function namespaceItems({ namespaces }: Inspection): PageItem[] {
  if (!namespaces) return [];
  if (namespaces.every(({ inode }) => inode === null)) return [{ note: 'none can be read: CAP_SYS_PTRACE is needed' }];
  const rows = PAGE_ORDER.flatMap((type) => namespaces.filter((each) => each.type === type)).map((each) => [
    each.type,
    each.inode === null ? '-' : String(each.inode),
    relationText(each),
  ]);
  return [{ rows }];
}

function relationText({ inode, relation, sharedWith }: NamespaceFacts): string {
  if (relation === 'host') return "the host's";
  if (relation === null) return inode === null ? 'cannot be read' : "the host's is not known";
  return sharedWith.length === 0 ? 'own' : `own, shared with ${sharedWith.join(', ')}`;
}
