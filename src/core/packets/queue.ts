/** Bytes that come in chunks, taken in pieces of any size. */

/** Holds chunks until a piece is whole. A piece that lies within one chunk is not copied. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  /** Into the first chunk. */
  #offset = 0;
  #length = 0;

  /** Bytes held. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // not a Buffer: cutting one up takes several times as long
    this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    this.#length += chunk.length;
  }

  /** The next bytes, left where they are; undefined while there are fewer. */
  peek(length: number): Uint8Array | undefined {
    if (this.#length < length) return undefined;
    const [first] = this.#chunks;
    if (first && first.length - this.#offset < length) this.#join(length);
    return this.#chunks[0]?.subarray(this.#offset, this.#offset + length) ?? new Uint8Array(0);
  }

  /** The next bytes; undefined while there are fewer. */
  take(length: number): Uint8Array | undefined {
    const bytes = this.peek(length);
    if (bytes) this.#drop(length);
    return bytes;
  }

  /** Makes the first `length` bytes one chunk. */
  #join(length: number): void {
    const whole = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const part = (this.#chunks[0] as Uint8Array).subarray(this.#offset, this.#offset + length - at);
      whole.set(part, at);
      at += part.length;
      this.#drop(part.length);
    }
    if (this.#offset > 0) this.#chunks[0] = (this.#chunks[0] as Uint8Array).subarray(this.#offset);
    this.#chunks.unshift(whole);
    this.#offset = 0;
    this.#length += length;
  }

  /** Forgets bytes of the first chunk. */
  #drop(length: number): void {
    this.#length -= length;
    this.#offset += length;
    if (this.#offset < (this.#chunks[0]?.length ?? 0)) return;
    this.#chunks.shift();
    this.#offset = 0;
  }
}
