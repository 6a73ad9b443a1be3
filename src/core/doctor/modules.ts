/** What keeps a kernel that has modules from taking one of ours: for the diagnosis, and for the choice of stap's runtime. */
import type { Finding } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { lockdown } from './findings.ts';

/** All of it, `denied`; none: nothing does. */
export function modulesBarred(evidence: Pick<Evidence, 'kernel'>): Finding[] {
  return [
    ...modulesDisabled(evidence),
    ...signed(evidence),
    ...lockdown(evidence, 'integrity', 'modules must be signed'),
  ];
}

function modulesDisabled({ kernel }: Pick<Evidence, 'kernel'>): Finding[] {
  if (kernel.sysctls['kernel.modules_disabled'] !== 1) return [];
  return [{ state: 'denied', text: 'kernel.modules_disabled=1: no module until the machine starts anew' }];
}

function signed({ kernel }: Pick<Evidence, 'kernel'>): Finding[] {
  if (kernel.config.MODULE_SIG_FORCE !== 'y') return [];
  return [{ state: 'denied', text: 'CONFIG_MODULE_SIG_FORCE=y: modules must be signed' }];
}
