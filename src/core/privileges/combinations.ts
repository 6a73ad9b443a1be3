/** Grants that are worse together than each alone. */
import type { Grant, Tier } from '../types.ts';
import { worse } from './judged.ts';

interface Combination {
  grant: string;
  beside: string;
  tier: Tier;
  allows: string;
}

const COMBINATIONS: readonly Combination[] = [
  {
    grant: 'cap=SYS_PTRACE',
    beside: 'pid=host',
    tier: 'critical',
    allows: 'takes over any process of the host, as pid=host shows them all',
  },
  {
    grant: 'cap=NET_ADMIN',
    beside: 'network=host',
    tier: 'high',
    allows: "changes the host's interfaces, routes and firewall",
  },
  {
    grant: 'cap=IPC_OWNER',
    beside: 'ipc=host',
    tier: 'high',
    allows: 'reads and writes any shared memory of the host',
  },
  { grant: 'cap=SYS_NICE', beside: 'pid=host', tier: 'high', allows: 'starves any process of the host of CPU time' },
  {
    grant: 'cap=CHECKPOINT_RESTORE',
    beside: 'pid=host',
    tier: 'high',
    allows: 'opens the mapped files of any process of the host',
  },
  {
    grant: 'userns=host',
    beside: 'privileged',
    tier: 'high',
    allows: 'keeps privileged root from being mapped to a plain user',
  },
];

/** The same grants, those raised that a neighbour makes worse. */
export function raise(grants: readonly Grant[]): Grant[] {
  const ids = new Set(grants.map(({ id }) => id));
  return grants.map((grant) => {
    const match = COMBINATIONS.find((row) => row.grant === grant.id && ids.has(row.beside));
    return match ? { ...grant, tier: worse(match.tier, grant.tier), allows: match.allows } : grant;
  });
}
