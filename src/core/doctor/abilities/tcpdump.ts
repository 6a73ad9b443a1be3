/** tcpdump: packet sockets, in a target's network namespace. */
import type { Ability } from '../diagnosis.ts';
import { capability, config, firstUserNamespace, hostProcesses, tool } from '../findings.ts';
import { missingTool, unconfined, userNamespace } from './strace.ts';

export const tcpdump: Ability = {
  group: 'tools',
  about: 'packets of a target, in its network namespace',
  look: (evidence) => [
    ...tool(evidence, 'tcpdump'),
    ...config(evidence, 'PACKET'),
    ...capability(evidence, 'NET_RAW', 'denied', 'no packet sockets'),
    // it becomes the user tcpdump before it looks at a packet, and fails when it cannot
    ...capability(evidence, 'SETUID', 'denied', 'tcpdump cannot give up root'),
    ...capability(evidence, 'SETGID', 'denied', 'tcpdump cannot give up root'),
    ...capability(evidence, 'KILL', 'limited', 'tcpdump runs as another user, and could not be ended'),
    ...capability(evidence, 'SYS_ADMIN', 'limited', "only this network namespace's packets"),
    ...capability(evidence, 'SYS_PTRACE', 'limited', "others' namespaces cannot be opened"),
    ...hostProcesses(evidence),
    ...firstUserNamespace(evidence, 'limited'),
  ],
  needs: (evidence) => [
    ...missingTool(evidence, 'tcpdump'),
    { kind: 'kernel', option: 'PACKET' },
    { kind: 'capability', name: 'NET_RAW' },
    { kind: 'capability', name: 'SETUID' },
    { kind: 'capability', name: 'SETGID' },
    { kind: 'capability', name: 'KILL' },
    { kind: 'capability', name: 'SYS_ADMIN' },
    { kind: 'capability', name: 'SYS_PTRACE' },
    { kind: 'share', namespace: 'pid' },
    ...unconfined(evidence),
    ...userNamespace(evidence),
  ],
};
