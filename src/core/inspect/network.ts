/** A network namespace as its kernel tells of it: links with their addresses and other ends, default routes. */
import type { RawLink } from './rtnetlink.ts';

/** One network namespace. All names are as found: hostile until sanitised. */
export interface Network {
  /** Of the namespace: what /proc/PID/ns/net shows. */
  inode: number;
  /** By index, rising. */
  links: Link[];
  /** Default routes of the main table; the preferred first. */
  routes: Route[];
  /** One line each: what could not be told, and why. */
  gaps: string[];
}

export interface Link {
  index: number;
  name: string;
  /** `veth`, `bridge`, `macvlan`, `tun`, `loopback` …; `ethernet` for a plain device; empty when unknown. */
  kind: string;
  /** `02:42:ac:11:00:02`; empty: it has none, or unknown. */
  mac: string;
  /** RFC 2863's operational state; `unknown` is usual for loopback and tun. */
  state: LinkState;
  /** Bytes; 0: unknown. */
  mtu: number;
  /** The bridge or bond of this namespace it belongs to; empty: none. */
  master: string;
  addresses: Address[];
  /** A veth's other end, or the device a macvlan or vlan is on; absent: none, or unknown. */
  peer?: Peer;
}

export interface Peer {
  index: number;
  /** Empty when its namespace could not be looked into. */
  name: string;
  /** The bridge it belongs to in its own namespace: `docker0`; empty: none, or unknown. */
  bridge: string;
  /** Inode of the namespace it is in; null: unknown. */
  namespace: number | null;
  /** That namespace is the host's. */
  onHost: boolean;
}

export interface Address {
  /** `172.17.0.2`, `fe80::1`. */
  address: string;
  prefix: number;
  family: 4 | 6;
  scope: 'global' | 'site' | 'link' | 'host';
}

export interface Route {
  /** `several` for a route over many; empty: straight onto the link. */
  gateway: string;
  /** Name of the link; empty when unknown. */
  link: string;
  family: 4 | 6;
  metric: number;
}

/** linux/if.h, in order. */
const OPERATIONAL = ['unknown', 'not-present', 'down', 'lower-layer-down', 'testing', 'dormant', 'up'] as const;

export type LinkState = (typeof OPERATIONAL)[number];

/** if_arp.h: kinds of devices that name none themselves. */
const HARDWARE: Readonly<Record<number, string>> = { 1: 'ethernet', 772: 'loopback', 65534: 'tun' };

/** What one namespace answered. */
export interface RawNetwork {
  inode: number;
  links: RawLink[];
  addresses: (Address & { link: number })[];
  routes: (Omit<Route, 'link'> & { link: number })[];
}

/** Where another end is: the links there; undefined: that namespace could not be looked into. */
export type PeerSide = { inode: number; onHost: boolean; links: readonly RawLink[] } | undefined;

/**
 * Puts together what a namespace answered.
 *
 * @param side the namespace that the number in IFLA_LINK_NETNSID stands for. That number, not the index alone, tells the
 *   other end: two containers' links may well have the same index.
 */
export function makeNetwork(raw: RawNetwork, side: (id: number) => PeerSide, gaps: string[]): Network {
  const names = new Map(raw.links.map(({ index, name }) => [index, name]));
  const own: PeerSide = { inode: raw.inode, onHost: false, links: raw.links };
  const links = raw.links.map((link): Link => {
    const peer = link.peer === 0 ? undefined : makePeer(link, peerSide(link, own, side));
    return {
      index: link.index,
      name: link.name,
      kind: link.kind || (HARDWARE[link.hardware] ?? ''),
      mac: link.mac,
      state: OPERATIONAL[link.operational] ?? 'unknown',
      mtu: link.mtu,
      master: names.get(link.master) ?? '',
      addresses: raw.addresses
        .filter((each) => each.link === link.index)
        .map(({ address, prefix, family, scope }) => ({ address, prefix, family, scope })),
      ...(peer && { peer }),
    };
  });
  const routes = raw.routes
    .map((route): Route => ({ ...route, link: names.get(route.link) ?? '' }))
    .sort((a, b) => a.family - b.family || a.metric - b.metric);
  return { inode: raw.inode, links: links.sort((a, b) => a.index - b.index), routes, gaps };
}

function peerSide({ peerNamespace }: RawLink, own: PeerSide, side: (id: number) => PeerSide): PeerSide {
  return peerNamespace === undefined ? own : side(peerNamespace);
}

function makePeer({ peer: index }: RawLink, side: PeerSide): Peer {
  const link = side?.links.find((each) => each.index === index);
  const master = link?.master ? side?.links.find((each) => each.index === link.master) : undefined;
  return {
    index,
    name: link?.name ?? '',
    bridge: master?.name ?? '',
    namespace: side?.inode ?? null,
    onHost: side?.onHost ?? false,
  };
}

/** The addresses others reach it by: global ones, IPv4 first; what a column of a table shows. */
export function globalAddresses({ links }: Network): string[] {
  const all = links.flatMap(({ addresses }) => addresses).filter(({ scope }) => scope === 'global');
  return all.sort((a, b) => a.family - b.family).map(({ address }) => address);
}
