/** What the community added: capabilities that are root by another name. */

import { containerCheck } from '../core/bench/container-rules.ts';
import { whyItHas } from '../core/bench/security-options.ts';
import type { Check } from '../core/bench/types.ts';
import type { Capability } from '../core/capabilities.ts';

const DANGEROUS: readonly { id: string; capability: Capability; why: string }[] = [
  {
    id: 'C.5.3.1',
    capability: 'DAC_READ_SEARCH',
    why: 'It opens files of the host by their number, past every mount.',
  },
  { id: 'C.5.3.2', capability: 'SYS_MODULE', why: 'It loads code into the kernel of the host.' },
  { id: 'C.5.3.3', capability: 'SYS_ADMIN', why: 'It mounts, and does a hundred other things that only root may.' },
  { id: 'C.5.3.4', capability: 'SYS_PTRACE', why: "It takes over every process it sees, the host's with --pid host." },
];

export const COMMUNITY: readonly Check[] = DANGEROUS.map(({ id, capability, why }) =>
  containerCheck({
    id,
    title: `CAP_${capability} not added`,
    severity: 'high',
    field: 'HostConfig.CapAdd',
    value: ({ capAdd, privileged }) => (privileged ? 'all: Privileged' : capAdd),
    good: `no running container has CAP_${capability}`,
    look: (container) => whyItHas(container, capability),
    explain: {
      what: `No running container was given CAP_${capability}, by name, by ALL or by --privileged.`,
      why,
      how: `Start it without --cap-add ${capability}.`,
    },
  }),
);
