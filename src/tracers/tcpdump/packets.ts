/** tcpdump's capture → packets. */

import type { NoteEvent, PacketEvent, TraceEvent } from '../../core/events.ts';
import { type DecodedPacket, decodePacket } from '../../core/packets/decode.ts';
import { type PcapHeader, PcapReader, type PcapRecord } from '../../core/packets/reader.ts';
import { since } from '../../core/session/clock.ts';
import type { CapturedDevice, StreamFacts } from '../../core/session/types.ts';
import type { MakeParser, ParserContext } from '../types.ts';

/** Reads a pcap. What is no pcap, or no more, is told once and ends the reading. */
export const pcapParser: MakeParser = (context) => {
  const reader = new PcapReader();
  let told = false;
  const damage = (at: number): TraceEvent[] => {
    if (told || reader.damaged === '') return [];
    told = true;
    return [note(at, 'error', `the capture cannot be read on: ${reader.damaged}`)];
  };
  return {
    push: (chunk, at) => {
      const records = reader.push(chunk);
      const { header } = reader;
      const events: TraceEvent[] = header ? records.map((record) => packetEvent(record, header, context)) : [];
      return [...events, ...damage(at)];
    },
    end: (at) =>
      reader.rest > 0 && !told ? [note(at, 'warning', `the capture ends within a packet: ${reader.rest} bytes`)] : [],
  };
};

const note = (at: number, level: NoteEvent['level'], text: string): NoteEvent => ({
  kind: 'note',
  tracer: 'tcpdump',
  at,
  level,
  text,
});

function packetEvent(
  record: PcapRecord,
  header: PcapHeader,
  { begin, nameOf, facts = {} }: ParserContext,
): PacketEvent {
  const { data, length } = record;
  const packet = decodePacket(header.linkType, data, length, header.littleEndian);
  const { source, destination } = packet;
  return {
    kind: 'packet',
    tracer: 'tcpdump',
    at: since(begin, record.seconds, record.nanoseconds),
    interface: interfaceOf(packet, facts),
    direction: directionOf(packet, facts.device),
    protocol: packet.protocol,
    source,
    sourcePort: packet.sourcePort,
    sourceName: nameOf(source),
    destination,
    destinationPort: packet.destinationPort,
    destinationName: nameOf(destination),
    length,
    captured: data.length,
    info: packet.info,
  };
}

/** `if7` for one that came and went before its name was read. */
function interfaceOf({ interfaceIndex }: DecodedPacket, { interfaces = {}, device }: Readonly<StreamFacts>): string {
  return interfaceIndex === 0 ? (device?.name ?? '') : (interfaces[interfaceIndex] ?? `if${interfaceIndex}`);
}

/**
 * An Ethernet capture does not tell: who sent it does. Of a link between two ends, all that the far one has not sent goes
 * to it.
 */
function directionOf({ direction, sender, receiver }: DecodedPacket, device: CapturedDevice | undefined) {
  if (!device || device.mac === '' || sender === '') return direction;
  if (sender === device.mac) return device.far ? 'in' : 'out';
  if (device.far) return 'out';
  return receiver === device.mac ? 'in' : direction;
}
