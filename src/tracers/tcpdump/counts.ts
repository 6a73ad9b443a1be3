/** What tcpdump counts, as it prints it at its end, and on SIGUSR1 in one line. */

export interface PacketCounts {
  /** Packets it has written. */
  captured: number;
  /** Packets the kernel had for it, on loopback in both directions. Some may wait yet. */
  received: number;
  /** For want of room in the buffer. */
  dropped: number;
  /** By the network card or its driver. */
  missed: number;
}

const NAMES: Readonly<Record<string, keyof PacketCounts>> = {
  captured: 'captured',
  'received by filter': 'received',
  'dropped by kernel': 'dropped',
  'dropped by interface': 'missed',
};

const COUNT = /(\d{1,15}) packets? (captured|received by filter|dropped by kernel|dropped by interface)/g;

/** What a line tells of them; empty for any other line. */
export function countsIn(line: string): Partial<PacketCounts> {
  const counts: Partial<PacketCounts> = {};
  for (const [, number, name = ''] of line.matchAll(COUNT)) {
    const key = NAMES[name];
    if (key) counts[key] = Number(number);
  }
  return counts;
}
