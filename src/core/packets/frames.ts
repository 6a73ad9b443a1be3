/** Where a stream of pcap may be cut. */
import { PcapReader } from './reader.ts';

/** What a chunk held. */
export interface PcapCuts {
  /** The file's header, with which every part of it must begin (24 bytes); undefined until it has come. */
  header: Uint8Array | undefined;
  /** Offsets into the chunk, rising: after each of them a record has just ended, and a new part may begin. */
  ends: number[];
}

/** Follows a stream of pcap chunk by chunk. A stream that is no pcap, or no more, has no ends: leave it whole. */
export class PcapFrames {
  readonly #reader = new PcapReader();
  #before = 0;

  push(chunk: Uint8Array): PcapCuts {
    const ends = this.#reader.push(chunk).map(({ end }) => end - this.#before);
    this.#before += chunk.length;
    return { header: this.#reader.headerBytes, ends };
  }
}
