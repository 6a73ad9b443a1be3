/** Section 5, namespaces shared with the host: the kernel's word comes before the engine's. */
import { containerCheck, type Look } from '../core/bench/container-rules.ts';
import type { Check, ContainerEvidence, Facts, Severity } from '../core/bench/types.ts';
import type { NamespaceType } from '../core/processes/types.ts';

interface Shared {
  id: string;
  type: NamespaceType;
  name: string;
  severity: Severity;
  field: string;
  mode: (container: ContainerEvidence) => string;
  why: string;
  option: string;
}

const SHARED: readonly Shared[] = [
  {
    id: '5.10',
    type: 'net',
    name: 'network',
    severity: 'high',
    field: 'HostConfig.NetworkMode',
    mode: ({ networkMode }) => networkMode,
    why: 'It can listen on every port of the host, sniff, and reach services that trust what is local, among them sockets without a file.',
    option: '--network host',
  },
  {
    id: '5.16',
    type: 'pid',
    name: 'PID',
    severity: 'high',
    field: 'HostConfig.PidMode',
    mode: ({ pidMode }) => pidMode,
    why: 'It sees every process of the host with its arguments, and as root can end them or read their environment.',
    option: '--pid host',
  },
  {
    id: '5.17',
    type: 'ipc',
    name: 'IPC',
    severity: 'medium',
    field: 'HostConfig.IpcMode',
    mode: ({ ipcMode }) => ipcMode,
    why: 'It can read and change the shared memory of programs of the host.',
    option: '--ipc host',
  },
  {
    id: '5.21',
    type: 'uts',
    name: 'UTS',
    severity: 'low',
    field: 'HostConfig.UTSMode',
    mode: ({ utsMode }) => utsMode,
    why: "It can change the host's name.",
    option: '--uts host',
  },
];

export const CONTAINERS_NAMESPACES: readonly Check[] = [
  ...SHARED.map((shared) =>
    containerCheck({
      id: shared.id,
      title: `Host ${shared.name} namespace not shared`,
      severity: shared.severity,
      field: shared.field,
      value: shared.mode,
      good: `no running container shares the host's ${shared.name} namespace`,
      look: (container, facts) => shares(container, shared, facts),
      explain: {
        what: `No running container is in the ${shared.name} namespace of the host, directly or through another container: by /proc where it can be read, else by what the engine says.`,
        why: shared.why,
        how: `Start it without ${shared.option}.`,
      },
    }),
  ),
  containerCheck({
    id: '5.31',
    title: 'Host user namespace not shared',
    severity: 'medium',
    field: 'HostConfig.UsernsMode',
    value: ({ usernsMode }) => usernsMode,
    good: 'no running container opted out of user namespaces',
    look: ({ usernsMode, process }, { engine }) => {
      const mapped = engine.rootless || ('ok' in process && !process.ok.shared.includes('user'));
      return usernsMode === 'host' && !mapped ? "shares the host's user namespace by --userns host" : '';
    },
    explain: {
      what: 'No running container was started with --userns host. Whether users are mapped at all is 2.9.',
      why: 'Its root is root of the host, although the engine would have mapped it to nobody.',
      how: 'Start it without --userns host.',
    },
  }),
];

function shares(container: ContainerEvidence, { type, name, mode }: Shared, { engine }: Facts<'containers'>): Look {
  const { process } = container;
  const wrong = `shares the host's ${name} namespace`;
  if ('ok' in process) return process.ok.shared.includes(type) ? wrong : '';
  const said = mode(container);
  if (said === 'host') return wrong;
  // podman 4 says `shareable` for --ipc host too; whoever joins another container has what that has
  const vague = /^(?:container|ns):/.test(said) || (engine.name === 'podman' && type === 'ipc' && said !== 'private');
  return vague ? { unknown: `its mode is '${said}', and ${process.missing}` } : '';
}
