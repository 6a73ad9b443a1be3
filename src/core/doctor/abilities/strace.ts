/** strace and gdb: ptrace(2). */
import type { Ability, Finding, Need } from '../diagnosis.ts';
import { type Evidence, hasCapability, kernelAtLeast, type ToolName } from '../evidence.ts';
import { capability, confinedBy, firstUserNamespace, hostProcesses, imageWith, lsm, tool } from '../findings.ts';

/** Attaching to processes that run. @param name the program that does it */
export const attaching = (name: 'strace' | 'gdb', about: string): Ability => ({
  group: 'tools',
  about,
  look: (evidence) => [
    ...tool(evidence, name),
    ...yama(evidence),
    ...capability(evidence, 'SYS_PTRACE', 'limited', "only this user's processes that have no more capabilities"),
    ...oldFilter(evidence),
    ...hostProcesses(evidence),
    ...firstUserNamespace(evidence, 'limited'),
    ...lsm(evidence),
    ...absent(evidence),
  ],
  needs: (evidence) => [
    ...missingTool(evidence, name),
    { kind: 'capability', name: 'SYS_PTRACE' },
    { kind: 'share', namespace: 'pid' },
    ...unconfined(evidence),
    ...userNamespace(evidence),
    ...scope(evidence),
  ],
});

/** A command that strace starts itself asks for nothing. */
export const launching: Ability = {
  group: 'tools',
  about: 'strace of a command that it starts',
  look: (evidence) => [...tool(evidence, 'strace'), ...scopeThree(evidence), ...oldFilter(evidence)],
  needs: (evidence) => [
    ...missingTool(evidence, 'strace'),
    ...(kernelAtLeast(evidence, 4, 8) ? [] : ([{ kind: 'capability', name: 'SYS_PTRACE' }] as const)),
    ...(scopeOf(evidence) === 3 ? scope(evidence) : []),
  ],
};

const scopeOf = ({ kernel }: Evidence) => kernel.sysctls['kernel.yama.ptrace_scope'];

/** Documentation/admin-guide/LSM/Yama.rst. 0: as without; 1: children only; 2: CAP_SYS_PTRACE; 3: nobody, until reboot. */
function yama(evidence: Evidence): Finding[] {
  const scope = scopeOf(evidence) ?? 0;
  if (scope === 0) return [];
  if (scope >= 3) return scopeThree(evidence);
  const text = `kernel.yama.ptrace_scope=${scope}`;
  if (hasCapability(evidence, 'SYS_PTRACE'))
    return [{ state: 'works', text: `${text}, which CAP_SYS_PTRACE is above` }];
  const rule = scope === 1 ? 'without CAP_SYS_PTRACE only children may be traced' : 'only CAP_SYS_PTRACE may trace';
  return [{ state: 'denied', text: `${text}: ${rule}` }];
}

function scopeThree(evidence: Evidence): Finding[] {
  if ((scopeOf(evidence) ?? 0) < 3) return [];
  return [{ state: 'denied', text: 'kernel.yama.ptrace_scope=3: nobody may trace until the machine starts anew' }];
}

/** ptrace(2) could get around a seccomp filter before 4.8, so engines' filters let it go only with CAP_SYS_PTRACE. */
function oldFilter(evidence: Evidence): Finding[] {
  if (evidence.self.seccomp !== 2) return [];
  if (kernelAtLeast(evidence, 4, 8))
    return [{ state: 'works', text: "Seccomp: 2 (filter): engines' own lets ptrace go" }];
  if (hasCapability(evidence, 'SYS_PTRACE')) return [];
  return [{ state: 'denied', text: "Seccomp: 2 (filter): before Linux 4.8 engines' own refuses ptrace" }];
}

/** What often stands in the way, was looked for, and does not. */
function absent(evidence: Evidence): Finding[] {
  const { seccomp, label, initial } = evidence.self;
  const scope = scopeOf(evidence);
  return [
    ...(scope === undefined ? ['no kernel.yama.ptrace_scope: there is no Yama'] : []),
    ...(scope === 0 ? ['kernel.yama.ptrace_scope=0: Yama forbids nothing'] : []),
    ...(seccomp === 0 ? ['Seccomp: 0: no filter'] : []),
    ...(label === '' ? ['no label of AppArmor or SELinux'] : []),
    ...(label !== '' && lsm(evidence).length === 0 ? [`label ${label}: nothing is forbidden`] : []),
    ...(initial.pid ? ["the pid namespace is the host's"] : []),
    ...(initial.user ? ["the user namespace is the host's first"] : []),
  ].map((text) => ({ state: 'works', text }));
}

/** The package, when the program is not here. */
export const missingTool = (evidence: Evidence, name: ToolName): Need[] =>
  evidence.tools[name] || imageWith(evidence, name) ? [] : [{ kind: 'tool', name }];

/** What makes the label of an engine let go. */
export const unconfined = (evidence: Evidence): Need[] =>
  lsm(evidence).length > 0 ? [{ kind: 'unconfined', by: confinedBy(evidence.self.label) }] : [];

/** Rights over the whole host are had in its first user namespace only. */
export const userNamespace = ({ self }: Evidence): Need[] =>
  self.initial.user === false ? [{ kind: 'initial-user-namespace' }] : [];

function scope(evidence: Evidence): Need[] {
  const value = scopeOf(evidence) ?? 0;
  if (value === 0 || (value < 3 && hasCapability(evidence, 'SYS_PTRACE'))) return [];
  if (value < 3) return [{ kind: 'sysctl', name: 'kernel.yama.ptrace_scope', value: 0 }];
  return [{ kind: 'host', text: 'set kernel.yama.ptrace_scope below 3 in /etc/sysctl.d, and start the machine anew' }];
}
