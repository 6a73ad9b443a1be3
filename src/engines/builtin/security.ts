/** --security-opt, --cap-add and --cap-drop. */
import { CAPABILITIES, type Capability, capabilityNamed, DEFAULT_CAPABILITIES } from '../../core/capabilities.ts';
import type { Draft, Reader } from './draft.ts';

/** `label=…`, `seccomp=unconfined`, `apparmor=unconfined`, `no-new-privileges`, `systempaths=unconfined`; older `:` for `=`. */
export const readSecurityOption: Reader = (draft, option, { selinux }) => {
  const [, kind = option, value = ''] = /^([a-z-]+)[=:](.*)$/s.exec(option) ?? [];
  switch (kind) {
    case 'no-new-privileges':
      draft.noNewPrivileges = value !== 'false';
      return undefined;
    case 'label':
      if (value !== 'disable' && selinux) return 'it sets no SELinux labels, and SELinux is in force here';
      return undefined;
    case 'seccomp':
      if (value !== 'unconfined') return 'it reads no seccomp profiles: it has a filter of its own';
      draft.seccompWaived = true;
      return undefined;
    case 'apparmor':
      return value === 'unconfined' ? undefined : 'it applies no AppArmor profiles';
    case 'systempaths':
    case 'unmask':
      if (value.toLowerCase() !== (kind === 'unmask' ? 'all' : 'unconfined')) return `it cannot honour '${option}'`;
      draft.unmasked = true;
      return undefined;
    default:
      return `it does not know the security option '${kind}'`;
  }
};

export const readCapAdd: Reader = (draft, value) => addNames(draft.capAdd, value);
export const readCapDrop: Reader = (draft, value) => addNames(draft.capDrop, value);

function addNames(list: string[], value: string): string | undefined {
  for (const word of value.split(',')) {
    const name = word.toUpperCase() === 'ALL' ? 'ALL' : capabilityNamed(word);
    if (name === undefined) return `Linux has no capability '${word}'`;
    list.push(name);
  }
  return undefined;
}

/**
 * What the container's processes keep: docker's default set, or all when privileged or with ALL added; a name dropped
 * is gone, a name added stays even under --cap-drop=ALL (moby oci/caps TweakCapabilities). Unlike docker a privileged
 * container's --cap-drop counts.
 */
export function capabilitySet({ privileged, capAdd, capDrop }: Draft): Capability[] {
  const dropsAll = capDrop.includes('ALL');
  if (capAdd.includes('ALL') || (privileged && !dropsAll))
    return CAPABILITIES.filter((name) => !capDrop.includes(name));
  const base = dropsAll ? [] : DEFAULT_CAPABILITIES.filter((name) => !capDrop.includes(name));
  return CAPABILITIES.filter((name) => base.includes(name) || capAdd.includes(name));
}
