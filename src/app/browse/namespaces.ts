/** Namespaces, to be browsed: all, those a target is in, or who keeps one of them. */
import type { NamespaceRow } from '../../core/namespaces/columns.ts';
import type { MemberRow } from '../../core/namespaces/members.ts';
import { isNamespaceName, parseNamespaceName } from '../../core/namespaces/name.ts';
import type { Identity } from '../../core/wire/answer.ts';
import type { ListRequest } from '../../core/wire/types.ts';
import { memberList, namespaceList } from '../ns.ts';
import type { System } from '../system.ts';
import { type Browser, browser } from './list.ts';

/** Descriptors are looked through: what only they keep would be missing. */
const OPTIONS = { descriptors: true, relations: false };

/** As `spc ns TARGET` takes its target. Throws `usage`; reading throws as `namespaceList` and `memberList`. */
export function browseNamespaces(system: System, { target }: ListRequest): Browser {
  if (target !== undefined && isNamespaceName(target))
    return browser({ ...memberList(system, parseNamespaceName(target), OPTIONS), identify: identifyMember });
  return browser({ ...namespaceList(system, OPTIONS, target), identify: identifyNamespace, spare: SPARE });
}

const SPARE = ['pid', 'user'];

function identifyNamespace({ type, inode, host, containers }: NamespaceRow): Identity {
  const name = `${type}:${inode}`;
  return { id: name, target: `ns:${name}`, mark: !host && isOfSpc(containers) ? 'spc' : '', engine: '' };
}

const isOfSpc = (containers: NamespaceRow['containers']) => containers.some(({ kind }) => kind === 'spc');

/** What is no process can be looked at only where it is a namespace itself. */
function identifyMember({ as, process, container, where }: MemberRow): Identity {
  const who = process ? `${process.pid}@${process.startTime}` : '';
  return {
    id: [as, who, where].join(' '),
    target: process ? `pid:${process.pid}` : as === 'child' ? `ns:${where}` : '',
    mark: container?.kind === 'spc' ? 'spc' : '',
    engine: '',
  };
}
