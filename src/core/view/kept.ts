/** Which of millions of rows a filter lets through: a bit a row, and how many there are before each part. */

/** Rows of a part: 4 KiB of bits. */
const PART = 32_768;
const WORD = 32;

interface Part {
  /** Rows let through in all parts before. */
  before: number;
  count: number;
  /** undefined: none of these rows is. */
  bits: Uint32Array | undefined;
}

/** Rows are added rising, and forgotten from the front; those that were forgotten count still. */
export class Kept {
  /** Rows that were let through, ever. */
  count = 0;
  readonly #parts: Part[] = [];
  /** The number of the first part there is. */
  #first = 0;

  /** `from`: rows before it will not be added. */
  constructor(from = 0) {
    this.#first = Math.floor(from / PART);
  }

  add(row: number): void {
    const part = this.#partOf(row);
    part.bits ??= new Uint32Array(PART / WORD);
    const bit = row % PART;
    const word = bit >>> 5;
    part.bits[word] = (part.bits[word] ?? 0) | (1 << (bit & 31));
    part.count++;
    this.count++;
  }

  /** The number-th row that was let through, from 0; undefined: there is none, or it was forgotten. */
  at(number: number): number | undefined {
    const index = this.#parts.findLastIndex(({ before }) => before <= number);
    const part = this.#parts[index];
    if (!part?.bits || number >= part.before + part.count) return undefined;
    return (this.#first + index) * PART + nthBit(part.bits, number - part.before);
  }

  /** How many rows before this one were let through. */
  rank(row: number): number {
    const index = Math.floor(row / PART) - this.#first;
    if (index < 0) return this.#parts[0]?.before ?? this.count;
    const part = this.#parts[index];
    if (!part) return this.count;
    return part.before + (part.bits ? countBits(part.bits, row % PART) : 0);
  }

  /** Forgets parts that lie wholly before a row. */
  forget(row: number): void {
    const parts = Math.min(Math.floor(row / PART) - this.#first, this.#parts.length);
    if (parts <= 0) return;
    this.#parts.splice(0, parts);
    this.#first += parts;
  }

  #partOf(row: number): Part {
    const index = Math.floor(row / PART) - this.#first;
    while (this.#parts.length <= index) this.#parts.push({ before: this.count, count: 0, bits: undefined });
    return this.#parts[index] as Part;
  }
}

/** Bits of a word that are set (Hacker's Delight, 5-1). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Those before a bit. */
function countBits(bits: Uint32Array, to: number): number {
  let count = 0;
  for (let word = 0; word < to >>> 5; word++) count += ones(bits[word] ?? 0);
  const rest = to & 31;
  return rest === 0 ? count : count + ones((bits[to >>> 5] ?? 0) & ((1 << rest) - 1));
}

/** Where the number-th bit that is set is. There is one. */
function nthBit(bits: Uint32Array, number: number): number {
  let left = number;
  let word = 0;
  for (let count = ones(bits[0] ?? 0); count <= left; count = ones(bits[word] ?? 0)) {
    left -= count;
    word++;
  }
  for (let bit = 0; ; bit++) if (((bits[word] ?? 0) >>> bit) & 1 && left-- === 0) return word * WORD + bit;
}
