/** rtnetlink(7): the four questions spc asks of a network namespace, and what the kernel answers. */
import { ipText } from './ip.ts';
import {
  type Attributes,
  decodeAttributes,
  encodeNumber,
  encodeRequest,
  type NetlinkMessage,
  NLM_F,
  numberOf,
  signedOf,
  textOf,
} from './netlink.ts';
import type { Address, Route } from './network.ts';

/** A link as RTM_NEWLINK tells of it. */
export interface RawLink {
  index: number;
  name: string;
  /** ARPHRD_*, if_arp.h. */
  hardware: number;
  /** `veth`, `bridge`, `macvlan` …; empty for a plain device. */
  kind: string;
  mac: string;
  /** RFC 2863's operational state, an index of OPERATIONAL. */
  operational: number;
  mtu: number;
  /** Index of the bridge or bond it belongs to; 0: none. */
  master: number;
  /** Index of a veth's other end, or of the device a macvlan or vlan is on; 0: none. */
  peer: number;
  /** The number by which this namespace knows the one `peer` is in; undefined: it is this one. */
  peerNamespace: number | undefined;
}

const NEWLINK = 16;
const GETLINK = 18;
const NEWADDR = 20;
const GETADDR = 22;
const NEWROUTE = 24;
const GETROUTE = 26;
const NEWNSID = 88;
const GETNSID = 90;

/** if_link.h */
const IFLA = {
  ADDRESS: 1,
  IFNAME: 3,
  MTU: 4,
  LINK: 5,
  MASTER: 10,
  OPERSTATE: 16,
  LINKINFO: 18,
  EXT_MASK: 29,
  LINK_NETNSID: 37,
};
const IFLA_INFO_KIND = 1;
/** No counters: they are most of an answer. */
const SKIP_STATISTICS = 1 << 3;

const IFINFOMSG = 16;
const IFADDRMSG = 8;
const RTMSG = 12;
const RTGENMSG = 4;

const IFA = { ADDRESS: 1, LOCAL: 2 };
const RTA = { OIF: 4, GATEWAY: 5, PRIORITY: 6, MULTIPATH: 9, TABLE: 15 };
const NETNSA = { NSID: 1, FD: 3 };
const RT_TABLE_MAIN = 254;
const RTN_UNICAST = 1;

/** rtnetlink.h: enum rt_scope_t. */
const SCOPES: Readonly<Record<number, Address['scope']>> = { 0: 'global', 200: 'site', 253: 'link', 254: 'host' };

/** All links, without statistics. */
export const askLinks = (sequence: number) =>
  encodeRequest(GETLINK, NLM_F.DUMP, sequence, new Uint8Array(IFINFOMSG), [
    encodeNumber(IFLA.EXT_MASK, SKIP_STATISTICS),
  ]);

/** All addresses, of both families. */
export const askAddresses = (sequence: number) =>
  encodeRequest(GETADDR, NLM_F.DUMP, sequence, new Uint8Array(IFADDRMSG));

/** All routes, of both families. */
export const askRoutes = (sequence: number) => encodeRequest(GETROUTE, NLM_F.DUMP, sequence, new Uint8Array(RTMSG));

/** By what number the asked namespace knows the one that a descriptor of this process stands for. */
export const askNamespaceId = (sequence: number, fd: number) =>
  encodeRequest(GETNSID, 0, sequence, new Uint8Array(RTGENMSG), [encodeNumber(NETNSA.FD, fd)]);

/** The links among messages. */
export function decodeLinks(messages: readonly NetlinkMessage[]): RawLink[] {
  return ofType(messages, NEWLINK, IFINFOMSG).map((payload) => {
    const view = viewOf(payload);
    const attributes = decodeAttributes(payload, IFINFOMSG);
    return {
      index: view.getInt32(4, true),
      name: textOf(attributes.get(IFLA.IFNAME)),
      hardware: view.getUint16(2, true),
      kind: textOf(decodeAttributes(attributes.get(IFLA.LINKINFO) ?? NOTHING).get(IFLA_INFO_KIND)),
      mac: macText(attributes.get(IFLA.ADDRESS) ?? NOTHING),
      operational: attributes.get(IFLA.OPERSTATE)?.[0] ?? 0,
      mtu: numberOf(attributes.get(IFLA.MTU)) ?? 0,
      master: numberOf(attributes.get(IFLA.MASTER)) ?? 0,
      peer: numberOf(attributes.get(IFLA.LINK)) ?? 0,
      peerNamespace: signedOf(attributes.get(IFLA.LINK_NETNSID)),
    };
  });
}

/** The addresses among messages, each with the index of its link. */
export function decodeAddresses(messages: readonly NetlinkMessage[]): (Address & { link: number })[] {
  return ofType(messages, NEWADDR, IFADDRMSG).flatMap((payload) => {
    const [, prefix = 0, , scope = 0] = payload;
    const attributes = decodeAttributes(payload, IFADDRMSG);
    // On a line between two ends ADDRESS is the other end's
    const bytes = attributes.get(IFA.LOCAL) ?? attributes.get(IFA.ADDRESS);
    const address = bytes && ipText(bytes);
    if (!address) return [];
    const link = viewOf(payload).getUint32(4, true);
    return [{ link, address, prefix, family: bytes.length === 4 ? 4 : 6, scope: SCOPES[scope] ?? 'global' }];
  });
}

/** The default routes of the main table among messages, each with the index of its link; 0: several, or none. */
export function decodeDefaultRoutes(messages: readonly NetlinkMessage[]): (Omit<Route, 'link'> & { link: number })[] {
  return ofType(messages, NEWROUTE, RTMSG).flatMap((payload) => {
    const [family, prefix, , , table, , , type] = payload;
    const attributes = decodeAttributes(payload, RTMSG);
    const inMain = (numberOf(attributes.get(RTA.TABLE)) ?? table) === RT_TABLE_MAIN;
    if (prefix !== 0 || type !== RTN_UNICAST || !inMain) return [];
    return [
      {
        link: numberOf(attributes.get(RTA.OIF)) ?? 0,
        gateway: gatewayOf(attributes),
        family: family === 2 ? 4 : 6,
        metric: numberOf(attributes.get(RTA.PRIORITY)) ?? 0,
      },
    ];
  });
}

function gatewayOf(attributes: Attributes): string {
  const bytes = attributes.get(RTA.GATEWAY);
  if (bytes) return ipText(bytes) ?? '';
  return attributes.has(RTA.MULTIPATH) ? 'several' : '';
}

/** The answer to `askNamespaceId`; undefined when the namespace has no number for it. */
export function decodeNamespaceId(messages: readonly NetlinkMessage[]): number | undefined {
  const [payload] = ofType(messages, NEWNSID, RTGENMSG);
  const id = payload && signedOf(decodeAttributes(payload, RTGENMSG).get(NETNSA.NSID));
  return id === undefined || id < 0 ? undefined : id;
}

/** Payloads of one type that hold at least the fixed part. */
function ofType(messages: readonly NetlinkMessage[], type: number, least: number): Uint8Array[] {
  return messages.filter((each) => each.type === type && each.payload.length >= least).map(({ payload }) => payload);
}

const NOTHING = new Uint8Array(0);
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Addresses of other lengths (infiniband's 20 bytes, a tunnel's 4) are written in the same way. */
const macText = (bytes: Uint8Array) =>
  [...bytes.subarray(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
