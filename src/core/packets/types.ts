/** A packet, understood. */
import type { PacketEvent } from '../events.ts';

/** Bytes of one layer. What was not kept of a packet is missing at their end, so every read must do without. */
export interface Slice {
  data: Uint8Array;
  /** How long the layer is on the wire; `data` may be shorter. */
  length: number;
}

/** What a layer and those within it came to. */
export interface Layer {
  /** Of the innermost layer that was understood. */
  protocol: string;
  /** One line about it; hostile text. */
  info: string;
  /** 0: none. */
  sourcePort?: number;
  destinationPort?: number;
  /** Addresses without ports; absent below IP. */
  source?: string;
  destination?: string;
}

/** A packet's link layer. */
export interface Link {
  /** EtherType (if_ether.h) of what is in it; below 0x600: it is no EtherType but a length, and LLC follows. */
  type: number;
  payload: Uint8Array;
  /** Hardware addresses; empty when the capture does not tell. */
  source: string;
  destination: string;
  direction: PacketEvent['direction'];
  /** 0: unknown. */
  interfaceIndex: number;
}
