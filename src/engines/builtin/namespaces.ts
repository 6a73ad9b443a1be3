/** --network, --pid, --ipc, --uts, --userns and --cgroupns. */
import type { NamespaceName, NamespaceSource } from '../../core/builtin-plan.ts';
import { partAt } from '../../core/text.ts';
import type { Reader } from './draft.ts';

/** What each word means, by namespace; what is not here is refused. */
const WORDS: Record<NamespaceName, Readonly<Record<string, NamespaceSource>>> = {
  net: { host: 'host', none: 'new' },
  pid: { '': 'new', host: 'host', private: 'new' },
  ipc: { '': 'new', host: 'host', private: 'new', shareable: 'new' },
  uts: { '': 'new', host: 'host', private: 'new' },
};

const NO_BRIDGE = 'it makes no network: only host, none and container:NAME';

const SHM_OWN = 'a joined ipc namespace shares System V and message queues, but /dev/shm is new';

/** A reader for one of the namespaces that can be chosen: a word, `container:NAME`, or podman's `ns:PATH`. */
export function readNamespace(name: NamespaceName): Reader {
  return (draft, value, { pids }) => {
    const [kind, operand = ''] = partAt(value, ':');
    if (Object.hasOwn(WORDS[name], value)) draft.namespaces[name] = WORDS[name][value] as NamespaceSource;
    else if (kind === 'ns' && operand.startsWith('/')) draft.namespaces[name] = { path: operand };
    else if (kind !== 'container') return name === 'net' ? NO_BRIDGE : `it cannot make a ${name} namespace '${value}'`;
    else if (!Object.hasOwn(pids, operand)) return `no running container '${operand}' is known`;
    else draft.namespaces[name] = { path: `/proc/${pids[operand]}/ns/${name}` };
    if (name === 'ipc' && typeof draft.namespaces.ipc === 'object') draft.warnings.push(SHM_OWN);
    return undefined;
  };
}

/** Namespaces that are always the host's. */
export const readHostOnly: Reader = (_draft, value) =>
  value === 'host' || value === '' ? undefined : `it keeps the host's; '${value}' would be another`;
