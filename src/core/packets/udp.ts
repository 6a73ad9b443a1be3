/** UDP (RFC 768), and what is known by its port. */
import { macText, u8, u16 } from './bytes.ts';
import { dnsInfo } from './dns.ts';
import type { Layer, Slice } from './types.ts';

const HEADER = 8;

type Describe = (slice: Slice) => { protocol: string; info: string };

const dns =
  (protocol: string): Describe =>
  (slice) => ({ protocol, info: dnsInfo(slice) });

/** By port, of either side. */
const BY_PORT: Readonly<Record<number, Describe>> = {
  53: dns('DNS'),
  67: dhcp,
  68: dhcp,
  123: ({ data, length }) => ({ protocol: 'NTP', info: `NTPv${(u8(data, 0) >> 3) & 7}, length ${length}` }),
  4789: ({ data, length }) => ({
    protocol: 'VXLAN',
    info: `vni ${(u16(data, 4) << 8) | u8(data, 6)}, length ${length}`,
  }),
  5353: dns('mDNS'),
  5355: dns('LLMNR'),
};

export function decodeUdp({ data, length }: Slice): Layer {
  const [sourcePort, destinationPort] = [u16(data, 0), u16(data, 2)];
  const ports = { sourcePort, destinationPort };
  if (data.length < HEADER) return { protocol: 'UDP', ...ports, info: `[|udp], length ${length}` };
  // 0: longer than the field can tell
  const claimed = u16(data, 4) || length;
  if (claimed < HEADER) return { protocol: 'UDP', ...ports, info: `bad length ${claimed}, length ${length}` };
  const rest = { data: data.subarray(HEADER, claimed), length: claimed - HEADER };
  const describe = BY_PORT[sourcePort] ?? BY_PORT[destinationPort];
  if (!describe || rest.data.length === 0) return { protocol: 'UDP', ...ports, info: `length ${rest.length}` };
  return { ...describe(rest), ...ports };
}

/** RFC 2131: operation, and further on the client's hardware address. */
function dhcp({ data, length }: Slice): { protocol: string; info: string } {
  const kind = u8(data, 0) === 1 ? `Request from ${macText(data, 28)}` : 'Reply';
  return { protocol: 'DHCP', info: `${kind}, length ${length}` };
}
