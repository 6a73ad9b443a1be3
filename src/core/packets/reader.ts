/** A pcap file as it comes: its records. The format is pcap-savefile(5)'s. */
import { ByteQueue } from './queue.ts';

export interface PcapHeader {
  /** LINKTYPE_*: what each packet begins with. */
  linkType: number;
  /** Bytes of a packet that are kept at most. */
  snapLength: number;
  /** The byte order of the machine that captured. */
  littleEndian: boolean;
}

export interface PcapRecord {
  /** When it was captured, since 1970. */
  seconds: number;
  nanoseconds: number;
  /** Bytes on the wire. */
  length: number;
  /** What was kept of it. */
  data: Uint8Array;
  /** Bytes of the stream up to the end of this record. */
  end: number;
}

interface Form {
  littleEndian: boolean;
  /** What a record's fraction of a second is to be multiplied with. */
  unit: number;
}

/** Magic number, read as big-endian. */
const FORMS: Readonly<Record<number, Form>> = {
  2712847316: { littleEndian: false, unit: 1000 }, // a1 b2 c3 d4
  3569595041: { littleEndian: true, unit: 1000 },
  2712812621: { littleEndian: false, unit: 1 }, // a1 b2 3c 4d
  1295823521: { littleEndian: true, unit: 1 },
};

const HEADER = 24;
const RECORD = 16;

/** libpcap keeps 256 KiB of a packet at most (MAXIMUM_SNAPLEN); what claims more than this is no record. */
const MAX_KEPT = 1024 * 1024;

/**
 * Takes bytes in chunks of any size. A header that repeats the first, where a record should begin, is passed over: so the
 * parts of a capture, each a file of its own, can be read one after the other. What is no pcap ends the reading: `damaged`.
 */
export class PcapReader {
  readonly #queue = new ByteQueue();
  #form: Form | undefined;
  /** Why nothing more is read; empty: all is well. */
  damaged = '';
  /** Undefined until it has come. */
  header: PcapHeader | undefined;
  /** The same as bytes. */
  headerBytes: Uint8Array | undefined;
  /** Bytes that were read as whole records and headers. */
  end = 0;

  /** The records that are complete now. Their data is the chunk's own memory. */
  push(chunk: Uint8Array): PcapRecord[] {
    if (this.damaged !== '') return [];
    this.#queue.push(chunk);
    const form = this.#form ?? this.#begin();
    const records: PcapRecord[] = [];
    if (!form) return records;
    for (;;) {
      const record = this.#passHeader() ? this.#next(form) : undefined;
      if (!record) return records;
      records.push(record);
    }
  }

  /** Bytes at the end that are no whole record: the capture was cut off. */
  get rest(): number {
    return this.#queue.length;
  }

  #begin(): Form | undefined {
    const bytes = this.#queue.peek(HEADER);
    if (!bytes) return undefined;
    const view = viewOf(bytes);
    const form = FORMS[view.getUint32(0)];
    if (!form) {
      this.damaged = 'it does not begin as a pcap file does';
      return undefined;
    }
    this.#form = form;
    this.headerBytes = Uint8Array.from(bytes);
    // of the link type's field the upper bits tell of checksums
    const linkType = view.getUint32(20, form.littleEndian) & 0xffff;
    this.header = { linkType, snapLength: view.getUint32(16, form.littleEndian), littleEndian: form.littleEndian };
    this.#take(HEADER);
    return form;
  }

  /** Whether a record comes next, as far as can be told. */
  #passHeader(): boolean {
    for (;;) {
      const start = this.#queue.peek(4);
      if (!start) return false;
      if (!this.#startsHeader(start)) return true;
      const bytes = this.#queue.peek(HEADER);
      if (!bytes) return false;
      if (!this.#startsHeader(bytes)) return true;
      this.#take(HEADER);
    }
  }

  #startsHeader(bytes: Uint8Array): boolean {
    return bytes.every((byte, at) => byte === this.headerBytes?.[at]);
  }

  #next({ littleEndian, unit }: Form): PcapRecord | undefined {
    const header = this.#queue.peek(RECORD);
    if (!header) return undefined;
    const view = viewOf(header);
    const kept = view.getUint32(8, littleEndian);
    if (kept > MAX_KEPT) {
      this.damaged = `a packet of ${kept} bytes is none`;
      return undefined;
    }
    const whole = this.#take(RECORD + kept);
    if (!whole) return undefined;
    return {
      seconds: view.getUint32(0, littleEndian),
      nanoseconds: view.getUint32(4, littleEndian) * unit,
      length: view.getUint32(12, littleEndian),
      data: whole.subarray(RECORD),
      end: this.end,
    };
  }

  #take(length: number): Uint8Array | undefined {
    const bytes = this.#queue.take(length);
    if (bytes) this.end += length;
    return bytes;
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
