/** Where a stream may be cut into files: between its records. */
import { PcapFrames } from '../../core/packets/frames.ts';
import type { StreamFormat } from '../../core/session/types.ts';

const NEWLINE = 10;

/** Follows a stream chunk by chunk. */
export interface Cuts {
  /**
   * The first offset into the chunk, not below `least`, after which a record has just ended; undefined: none. Must be called
   * with every chunk.
   */
  find(chunk: Buffer, least: number): number | undefined;
  /** What every file but the first begins with, as the stream itself did. */
  prefix(): Buffer;
}

/** How streams of a format are cut. */
export function cutsOf(format: StreamFormat): Cuts {
  return format === 'pcap' ? packetCuts() : LINE_CUTS;
}

const NOTHING = Buffer.alloc(0);

const LINE_CUTS: Cuts = {
  find: (chunk, least) => {
    const newline = chunk.indexOf(NEWLINE, Math.max(0, least - 1));
    return newline < 0 ? undefined : newline + 1;
  },
  prefix: () => NOTHING,
};

/** Every file begins with the header, so that each is one tcpdump reads (pcap-savefile(5)). */
function packetCuts(): Cuts {
  const frames = new PcapFrames();
  let header = NOTHING;
  return {
    find: (chunk, least) => {
      const cuts = frames.push(chunk);
      if (cuts.header) header = Buffer.from(cuts.header);
      return cuts.ends.find((end) => end > 0 && end >= least);
    },
    prefix: () => header,
  };
}
