/** What spc itself does. */

import type { NamespaceType } from '../../processes/types.ts';
import type { Ability, Finding } from '../diagnosis.ts';
import { type Evidence, hasCapability, kernelAtLeast } from '../evidence.ts';
import { capability, config, firstUserNamespace, hostProcesses } from '../findings.ts';
import { unconfined, userNamespace } from './strace.ts';

export const processes: Ability = {
  group: 'spc',
  about: 'sees all processes of the host, and what they are in',
  look: (evidence) => [
    ...hostProcesses(evidence),
    ...hidden(evidence),
    ...capability(evidence, 'SYS_PTRACE', 'limited', "other users' namespaces are not told"),
    { state: 'works', text: `control groups: ${evidence.self.cgroups}` },
  ],
  needs: (evidence) => [
    { kind: 'share', namespace: 'pid' },
    { kind: 'capability', name: 'SYS_PTRACE' },
    ...unconfined(evidence),
  ],
};

export const files: Ability = {
  group: 'spc',
  about: "reads other users' files, and those of containers",
  look: (evidence) => [
    ...readsAll(evidence),
    ...capability(evidence, 'SYS_PTRACE', 'limited', 'files of containers are out of reach'),
    ...firstUserNamespace(evidence, 'limited'),
    ...hostProcesses(evidence),
  ],
  needs: (evidence) => [
    { kind: 'capability', name: 'DAC_READ_SEARCH' },
    { kind: 'capability', name: 'SYS_PTRACE' },
    { kind: 'share', namespace: 'pid' },
    ...unconfined(evidence),
    ...userNamespace(evidence),
  ],
};

/** Joining namespaces of one type: setns(2). */
export const joining = (type: NamespaceType): Ability => ({
  group: 'spc',
  family: 'join',
  about: `joins ${type} namespaces of targets`,
  look: (evidence) => [
    ...(type === 'time' ? config(evidence, 'TIME_NS') : []),
    ...(type === 'user' ? config(evidence, 'USER_NS') : []),
    ...capability(evidence, 'SYS_ADMIN', 'denied', 'no namespace can be joined'),
    ...(type === 'mnt' ? capability(evidence, 'SYS_CHROOT', 'denied', 'setns wants it for mount namespaces') : []),
    ...capability(evidence, 'SYS_PTRACE', 'limited', "others' namespaces cannot be opened"),
    ...hostProcesses(evidence),
    ...firstUserNamespace(evidence, 'limited'),
  ],
  needs: (evidence) => [
    { kind: 'capability', name: 'SYS_ADMIN' },
    ...(type === 'mnt' ? ([{ kind: 'capability', name: 'SYS_CHROOT' }] as const) : []),
    { kind: 'capability', name: 'SYS_PTRACE' },
    { kind: 'share', namespace: 'pid' },
    ...unconfined(evidence),
    ...userNamespace(evidence),
  ],
});

/** drivers/connector/cn_proc.c: only the first pid, user and network namespaces hear. */
export const newcomers: Ability = {
  group: 'spc',
  about: 'is told of new processes by the kernel (proc connector)',
  look: (evidence) => [
    ...config(evidence, 'PROC_EVENTS', 'missing', '/proc is read again and again instead'),
    ...capability(evidence, 'NET_ADMIN', 'denied', '/proc is read again and again instead'),
    ...elsewhere(evidence),
  ],
  needs: (evidence) => [
    { kind: 'capability', name: 'NET_ADMIN' },
    { kind: 'share', namespace: 'pid' },
    { kind: 'share', namespace: 'net' },
    ...userNamespace(evidence),
  ],
};

export const affinity: Ability = {
  group: 'spc',
  about: "pins strace to its target's CPU (--pin)",
  look: (evidence) => capability(evidence, 'SYS_NICE', 'limited', "only this user's processes"),
  needs: () => [
    { kind: 'capability', name: 'SYS_NICE' },
    { kind: 'share', namespace: 'pid' },
  ],
};

export const guard: Ability = {
  group: 'spc',
  about: 'ends what it started, whatever ends spc',
  look: (evidence) => [
    ...capability(evidence, 'KILL', 'limited', 'tools that became another user could not be ended'),
    ...pidfds(evidence),
  ],
  needs: () => [{ kind: 'capability', name: 'KILL' }],
};

function hidden(evidence: Evidence): Finding[] {
  const { hidepid } = evidence.self;
  if (hidepid === '' || hasCapability(evidence, 'SYS_PTRACE')) return [];
  return [{ state: 'limited', text: `/proc is mounted with ${hidepid}: other users' processes are hidden` }];
}

function readsAll(evidence: Evidence): Finding[] {
  const holder = (['DAC_READ_SEARCH', 'DAC_OVERRIDE'] as const).find((name) => hasCapability(evidence, name));
  if (holder) return [{ state: 'works', text: `CapEff has CAP_${holder}` }];
  return [
    { state: 'limited', text: 'CapEff lacks CAP_DAC_READ_SEARCH and CAP_DAC_OVERRIDE: only what this user may read' },
  ];
}

function elsewhere({ self }: Evidence): Finding[] {
  const names = (['pid', 'user', 'net'] as const).filter((name) => self.initial[name] === false);
  if (names.length === 0) return [];
  return [
    {
      state: 'denied',
      text: `not in the host's first namespaces (${names.join(', ')}): the kernel tells nothing there`,
    },
  ];
}

function pidfds(evidence: Evidence): Finding[] {
  if (kernelAtLeast(evidence, 5, 3)) return [];
  return [
    { state: 'limited', text: `Linux ${evidence.kernel.release} has no pidfd_open: a pid could be taken by another` },
  ];
}
