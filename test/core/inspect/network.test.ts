import { describe, expect, it } from 'vitest';
import { globalAddresses, makeNetwork, type PeerSide } from '../../../src/core/inspect/network.ts';
import {
  decodeAddresses,
  decodeDefaultRoutes,
  decodeLinks,
  decodeNamespaceId,
} from '../../../src/core/inspect/rtnetlink.ts';
import { messages } from './captured.ts';

const raw = (name: string, inode: number) => ({
  inode,
  links: decodeLinks(messages(`${name}-links`)),
  addresses: decodeAddresses(messages(`${name}-addresses`)),
  routes: decodeDefaultRoutes(messages(`${name}-routes`)),
});

const host: PeerSide = { inode: 1, onHost: true, links: decodeLinks(messages('host-links')) };

/** As the kernel answered: the container's number for the host. */
const sideOf = (name: string) => {
  const hostId = decodeNamespaceId(messages(`${name}-nsid`));
  return (id: number) => (id === hostId ? host : undefined);
};

describe('makeNetwork over captured answers', () => {
  it("tells a docker container's link as `ip` does", () => {
    const network = makeNetwork(raw('docker', 2), sideOf('docker'), []);
    expect(network.links).toEqual([
      {
        index: 1,
        name: 'lo',
        kind: 'loopback',
        mac: '00:00:00:00:00:00',
        state: 'unknown',
        mtu: 65536,
        master: '',
        addresses: [{ address: '127.0.0.1', prefix: 8, family: 4, scope: 'host' }],
      },
      {
        index: 1184,
        name: 'eth0',
        kind: 'veth',
        mac: '02:42:ac:11:00:02',
        state: 'up',
        mtu: 1500,
        master: '',
        addresses: [{ address: '172.17.0.2', prefix: 16, family: 4, scope: 'global' }],
        peer: { index: 1185, name: 'vethc613e30', bridge: 'docker0', namespace: 1, onHost: true },
      },
    ]);
    expect(network.routes).toEqual([{ link: 'eth0', gateway: '172.17.0.1', family: 4, metric: 0 }]);
    expect(globalAddresses(network)).toEqual(['172.17.0.2']);
  });

  it("tells podman's, whose link has index 2 in every container", () => {
    const network = makeNetwork(raw('podman', 2), sideOf('podman'), []);
    const eth0 = network.links.find(({ name }) => name === 'eth0');
    expect(eth0?.peer).toEqual({ index: 1189, name: 'veth0', bridge: 'podman0', namespace: 1, onHost: true });
    expect(eth0?.addresses.map(({ address, scope }) => [address, scope])).toEqual([
      ['10.88.0.252', 'global'],
      ['fe80::90c5:7ff:fe41:db1c', 'link'],
    ]);
    expect(network.routes).toEqual([{ link: 'eth0', gateway: '10.88.0.1', family: 4, metric: 100 }]);
  });

  it('names the bridge of links of the host itself', () => {
    const links = decodeLinks(messages('host-links'));
    const network = makeNetwork({ inode: 1, links, addresses: [], routes: [] }, () => undefined, []);
    const masters = network.links.map(({ name, master }) => [name, master]);
    expect(masters).toContainEqual(['vethc613e30', 'docker0']);
    expect(masters).toContainEqual(['veth0', 'podman0']);
    expect(network.links.find(({ name }) => name === 'docker0')?.kind).toBe('bridge');
  });
});

describe('the other end of a veth', () => {
  const link = (index: number, peer: number, peerNamespace: number | undefined) => ({
    index,
    name: `link${index}`,
    hardware: 1,
    kind: 'veth',
    mac: '',
    operational: 6,
    mtu: 1500,
    master: 0,
    peer,
    peerNamespace,
  });
  const net = (inode: number, links: ReturnType<typeof link>[]) => ({ inode, links, addresses: [], routes: [] });

  it('is told by the number of its namespace, where two have the same index', () => {
    const sides: Record<number, PeerSide> = {
      0: { inode: 10, onHost: true, links: [{ ...link(2, 2, 0), name: 'on-host' }] },
      1: { inode: 11, onHost: false, links: [{ ...link(2, 2, 0), name: 'elsewhere' }] },
    };
    const network = makeNetwork(net(12, [link(2, 2, 1), link(3, 2, 0)]), (id) => sides[id], []);
    expect(network.links.map(({ peer }) => [peer?.name, peer?.namespace])).toEqual([
      ['elsewhere', 11],
      ['on-host', 10],
    ]);
  });

  it('lies in the same namespace when there is no number', () => {
    const network = makeNetwork(net(12, [link(2, 3, undefined), link(3, 2, undefined)]), () => undefined, []);
    expect(network.links.map(({ peer }) => [peer?.name, peer?.namespace])).toEqual([
      ['link3', 12],
      ['link2', 12],
    ]);
  });

  it('stays nameless when its namespace is not known', () => {
    const network = makeNetwork(net(12, [link(2, 9, 4)]), () => undefined, []);
    expect(network.links[0]?.peer).toEqual({ index: 9, name: '', bridge: '', namespace: null, onHost: false });
  });
});

describe('decodeNamespaceId', () => {
  it('reads the number, and nothing for a namespace without one', () => {
    expect(decodeNamespaceId(messages('docker-nsid'))).toBe(0);
    const payload = new Uint8Array(Buffer.from('00000000' + '08000100' + 'ffffffff', 'hex'));
    expect(decodeNamespaceId([{ type: 88, flags: 0, sequence: 1, payload }])).toBeUndefined();
    expect(decodeNamespaceId([])).toBeUndefined();
  });
});
