/** Byte streams of archives and layers: decompressed by what they begin with, counted and hashed on the way. */
import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { badArchive } from './errors.ts';

const MAGIC = [
  { begins: '1f8b', open: createGunzip },
  { begins: '28b52ffd', open: createZstdDecompress },
] as const;
const FOREIGN = [
  { begins: 'fd377a58', name: 'xz' },
  { begins: '425a68', name: 'bzip2' },
] as const;

/** The plain bytes of a stream that may be gzip or zstd; a media type may lie, the first bytes do not. */
export async function decompressed(source: Readable): Promise<Readable> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await firstBytes(chunks);
  const whole = Readable.from(rejoin(head, chunks), { objectMode: false });
  const hex = head.toString('hex', 0, 8);
  const foreign = FOREIGN.find(({ begins }) => hex.startsWith(begins));
  if (foreign) throw badArchive(`it is compressed with ${foreign.name}: decompress it first`);
  const format = MAGIC.find(({ begins }) => hex.startsWith(begins));
  if (!format) return whole;
  const plain = format.open();
  whole.on('error', (error) => plain.destroy(error));
  return whole.pipe(plain);
}

async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* rejoin(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Passes chunks on, hashing and counting them. */
export class Meter {
  bytes = 0;
  readonly #hash: Hash = createHash('sha256');
  readonly #limit: number;
  readonly #onBytes: (total: number) => void;

  constructor(limit: number, onBytes: (total: number) => void = () => {}) {
    this.#limit = limit;
    this.#onBytes = onBytes;
  }

  async *through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.#hash.update(chunk);
      this.bytes += chunk.length;
      if (this.bytes > this.#limit) throw badArchive(`it unpacks to more than ${this.#limit} bytes`);
      this.#onBytes(this.bytes);
      yield chunk;
    }
  }

  /** Hex sha256 of all that passed. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
