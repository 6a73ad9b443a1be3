/** An inspection as a page. */
import type { PageItem, PageSection } from '../page.ts';
import type { Inspection, Section } from './inspection.ts';
import { cgroupItems } from './page/cgroup.ts';
import { identityItems } from './page/identity.ts';
import { mountItems } from './page/mounts.ts';
import { namespaceItems } from './page/namespaces.ts';
import { networkItems } from './page/network.ts';
import { processItems } from './page/processes.ts';
import { securityItems } from './page/security.ts';
import { userSpaceItems } from './page/user-space.ts';

/** Makes the items of a section; `all`: nothing is left out. None: there is nothing to say. */
type Draw = (data: Inspection, all: boolean) => PageItem[];

const SECTIONS = {
  target: identityItems,
  namespaces: namespaceItems,
  cgroup: cgroupItems,
  processes: processItems,
  network: networkItems,
  mounts: mountItems,
  security: securityItems,
  'user space': userSpaceItems,
} as const satisfies Record<Section, Draw>;

/** The sections that have something to say, or a reason why not. */
export function inspectionPage(data: Inspection, all: boolean): PageSection[] {
  return Object.entries<Draw>(SECTIONS).flatMap(([name, draw]) => {
    const notes = data.gaps.filter(({ section }) => section === name).map(({ why }): PageItem => ({ note: why }));
    const items = [...draw(data, all), ...notes];
    if (name === 'target') return { title: data.target.title, items };
    return items.length === 0 ? [] : { title: name.toUpperCase(), items };
  });
}
