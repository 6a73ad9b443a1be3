/** Section 5, ports and networks of containers. */
import { containerCheck } from '../core/bench/container-rules.ts';
import type { Check, ContainerEvidence, NetworkEvidence, PortEvidence } from '../core/bench/types.ts';

const PORTS = {
  field: 'NetworkSettings.Ports',
  value: ({ ports }: ContainerEvidence) => ports.map(portText),
} as const;

export const CONTAINERS_NETWORK: readonly Check[] = [
  containerCheck({
    ...PORTS,
    id: '5.8',
    title: 'No privileged host ports mapped',
    severity: 'low',
    good: 'no running container has a port of the host below 1024',
    look: ({ ports }) => listed(ports.filter(({ hostPort }) => hostPort > 0 && hostPort < 1024)),
    explain: {
      what: 'No port of a running container is published on a port of the host below 1024.',
      why: 'Clients take such ports for services of the host that only root could have started.',
      how: 'Publish on a port from 1024 on; or waive this for the server that is meant to have it.',
    },
  }),
  containerCheck({
    ...PORTS,
    id: '5.9',
    title: 'Only needed ports open',
    mode: 'manual',
    severity: 'low',
    good: 'no running container has published ports',
    look: ({ ports }) => listed(ports),
    explain: {
      what: 'The published ports of running containers, for a human to judge.',
      why: 'Every open port is one more way in.',
      how: 'Publish only ports that are used from outside; -P publishes all that the image names.',
    },
  }),
  containerCheck({
    ...PORTS,
    id: '5.14',
    title: 'Ports bound to a given host interface',
    severity: 'medium',
    good: 'every published port is bound to one address',
    look: ({ ports }) => listed(ports.filter(({ hostIp }) => EVERY_ADDRESS.includes(hostIp))),
    explain: {
      what: 'No published port listens on every address of the host, by IPv4 or IPv6.',
      why: 'It is reached from every network the host is in, those added later too, and often past its firewall.',
      how: 'Publish it on an address: -p 192.0.2.1:8080:80, or set "ip" in daemon.json.',
    },
  }),
  containerCheck({
    id: '5.30',
    title: 'Default bridge docker0 not used',
    level: 2,
    mode: 'manual',
    severity: 'low',
    needs: ['networks'],
    field: 'NetworkSettings.Networks',
    value: ({ networks }) => networks,
    good: 'no running container is on the default bridge',
    look: (container, { networks }) => {
      const shared = container.networks.filter((name) => defaultBridges(networks).includes(name));
      return shared.length === 0 ? '' : `is on the default bridge (${shared.join(', ')})`;
    },
    explain: {
      what: "Which running containers are on the default bridge: docker's docker0, podman's network podman.",
      why: 'All that were started without a thought meet there, and can reach each other.',
      how: 'Create a network for containers that belong together, and start them with --network.',
    },
  }),
];

/** '' is podman's way to say it. */
const EVERY_ADDRESS = ['', '0.0.0.0', '::', '*'];

const portText = ({ port, hostIp, hostPort }: PortEvidence): string =>
  `${hostIp.includes(':') ? `[${hostIp}]` : hostIp || '*'}:${hostPort}→${port}`;

const listed = (ports: readonly PortEvidence[]): string =>
  ports.length === 0 ? '' : `publishes ${ports.map(portText).join(', ')}`;

function defaultBridges(networks: readonly NetworkEvidence[]): string[] {
  const bridges = networks.filter(
    ({ name, driver, options }) =>
      options['com.docker.network.bridge.name'] === 'docker0' || (name === 'podman' && driver === 'bridge'),
  );
  return bridges.map(({ name }) => name);
}
