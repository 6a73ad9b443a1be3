/** What a container's own options say of its confinement, in every spelling engines take (run(1) of docker and podman). */
import { type Capability, capabilityNamed, DEFAULT_CAPABILITIES } from '../capabilities.ts';
import type { ContainerEvidence } from './types.ts';

/** The value of a security option: `seccomp=unconfined`, `seccomp:unconfined`; 'true' for one alone; undefined: not given. */
export function securityOption({ securityOpt }: ContainerEvidence, name: string): string | undefined {
  const given = securityOpt.findLast((option) => nameOf(option) === name);
  return given === undefined ? undefined : given.slice(name.length + 1) || 'true';
}

const nameOf = (option: string) => option.split(/[=:]/, 1)[0];

/** Whether the container may not gain privileges by setuid programs. */
export const gainsNoPrivileges = (container: ContainerEvidence): boolean =>
  securityOption(container, 'no-new-privileges') === 'true';

/** The capabilities it was given beyond docker's default, in the kernel's spelling; of unknown ones the text. */
export function addedCapabilities({ capAdd }: ContainerEvidence): string[] {
  return capAdd
    .map((text) => capabilityNamed(text) ?? text.toUpperCase())
    .filter((name) => !DEFAULT_CAPABILITIES.some((usual) => usual === name));
}

/** How it came to have the capability: '' when it has not. */
export function whyItHas(container: ContainerEvidence, capability: Capability): string {
  if (container.privileged) return `has CAP_${capability}: privileged`;
  const added = addedCapabilities(container);
  if (added.includes('ALL')) return `has CAP_${capability}: --cap-add ALL`;
  return added.includes(capability) ? `has CAP_${capability}` : '';
}
