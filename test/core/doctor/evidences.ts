/** Evidence captured on a real machine, and changes to it. */
import { readFileSync } from 'node:fs';
import type { Evidence, KernelEvidence, SelfEvidence } from '../../../src/core/doctor/evidence.ts';

const captured = (name: string): Evidence =>
  JSON.parse(readFileSync(new URL(`../../fixtures/doctor/${name}.json`, import.meta.url), 'utf8'));

/** Root on a host: Debian 12 with a kernel of its own, without modules and kprobes. */
export const hostRoot = captured('host-root');
/** User 65534 there. */
export const hostUser = captured('host-user');
/** A container of docker without options; with `--cap-add SYS_PTRACE --pid=host`; with SYS_ADMIN, too, and tracefs. */
export const dockerPlain = captured('docker-plain');
export const dockerPtrace = captured('docker-ptrace');
export const dockerAdmin = captured('docker-admin');
export const podmanPlain = captured('podman-plain');

export interface Changes {
  kernel?: Partial<KernelEvidence>;
  config?: KernelEvidence['config'];
  sysctls?: KernelEvidence['sysctls'];
  self?: Partial<SelfEvidence>;
  /** Capabilities taken away. */
  without?: string[];
  tools?: Partial<Evidence['tools']>;
  engines?: Partial<Evidence['engines']>;
  rest?: Partial<Evidence>;
}

/** A copy of evidence with changes. */
export function changed(base: Evidence, changes: Changes): Evidence {
  const { kernel, config, sysctls, self, without = [], tools, engines, rest } = changes;
  const capabilities = base.self.capabilities?.filter((name) => !without.includes(name)) ?? null;
  return {
    ...base,
    kernel: {
      ...base.kernel,
      ...kernel,
      config: { ...(kernel?.config ?? base.kernel.config), ...config },
      sysctls: { ...base.kernel.sysctls, ...sysctls },
    },
    self: { ...base.self, capabilities, ...self },
    tools: { ...base.tools, ...tools },
    engines: { ...base.engines, ...engines },
    ...rest,
  };
}

/** A distribution's kernel, with all that SystemTap's modules need. */
export const withModules: Changes = {
  kernel: { buildTree: '/lib/modules/6.1.0/build', debuginfo: true },
  config: { MODULES: 'y', KPROBES: 'y' },
};
