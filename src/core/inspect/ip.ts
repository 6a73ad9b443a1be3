/** IP addresses as text. */

/** 4 or 16 bytes in network order → `172.17.0.2`, `fe80::1` (RFC 5952); undefined for another length. */
export function ipText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return `::ffff:${bytes.subarray(12).join('.')}`;
  return ip6Text(Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)));
}

/** The longest run of two or more zero groups becomes `::`; the first, of equal ones. */
function ip6Text(groups: number[]): string {
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  const [start, length] = longestZeros(groups);
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function longestZeros(groups: number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}

/**
 * An address as /proc/net has it (proc_pid_net(5)): hex digits of 32-bit words, each in the machine's little-endian order.
 * Undefined for anything else.
 */
export function procAddress(hex: string): string | undefined {
  if (!/^([0-9A-Fa-f]{8}|[0-9A-Fa-f]{32})$/.test(hex)) return undefined;
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return ipText(Uint8Array.from(bytes, (_, at) => bytes[(at & ~3) + 3 - (at & 3)] ?? 0));
}
