/** Bytes in pieces, and numbers that look random but are the same each time. */

export function chunksOf(bytes: Uint8Array, size: () => number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = size();
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

/** xorshift32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
